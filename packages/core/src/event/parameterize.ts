import { attemptOr } from '../base/fences';
import { readProperty, readText, spell } from '../base/read';

/** A finished text that remembers its template: group and search by what stays the same. */
export type ParameterizedString = string & { readonly template: string; readonly params: readonly unknown[] };

/** The parts of a message as the wire has them. */
export interface MessageParts {
  readonly text: string;
  /** With `%s` for each parameter; absent for a plain text. */
  readonly template?: string;
  readonly params: readonly unknown[];
}

/**
 * Tags a template literal so that its values stay apart from its text:
 * ``captureMessage(parameterize`order ${id} is late`)``. All orders then make one issue.
 */
export const parameterize = (strings: TemplateStringsArray, ...params: readonly unknown[]): ParameterizedString => {
  // Called like a function, it has one text and no template.
  const parts = attemptOr(undefined, () => (Array.isArray(strings) ? Array.from<unknown, string>(strings, spell) : undefined));
  if (!parts) return parameterize`${strings}`;
  const template = parts.map((part) => part.replaceAll('%', '%%')).join('%s');
  const text = parts.map((part, index) => (index > 0 ? spell(params[index - 1]) : '') + part).join('');
  return finished(text, template, params);
};

/** A String object with the parts beside it is what the field's functions take for a string. A bigint is kept as it stands in the text: what does not stand there counts as a secret. */
const finished = (text: string, template: string, given: readonly unknown[]): ParameterizedString =>
  Object.assign(new String(text), { template, params: given.map((value) => (typeof value === 'bigint' ? String(value) : value)) }) as unknown as ParameterizedString;

/** As {@link parameterize}, of a template in which `%s`, `%d` and the like stand for one parameter each; `%%` is a per cent sign. */
export const fillIn = (template: string, given: readonly unknown[]): ParameterizedString => {
  // A list that cannot be read fills in nothing.
  const params = attemptOr([], () => [...given]);
  let next = 0;
  const text = spell(template).replace(/%([%sdifoOj])/g, (mark, kind: string) => (kind === '%' ? '%' : next < params.length ? spell(params[next++]) : mark));
  return finished(text, spell(template), params);
};

/** Takes apart what {@link parameterize} made; anything else is spelled as plain text. */
export const messageParts = (message: unknown): MessageParts => {
  const given = readProperty(message, 'params');
  // What cannot be read has none.
  const params = attemptOr<readonly unknown[]>([], () => (Array.isArray(given) ? [...given] : []));
  const template = readText(message, 'template');
  // A String object spells as its text; spell() would show any other object as JSON.
  const text = template === undefined ? spell(message) : attemptOr(template, () => String(message));
  return template !== undefined && params.length > 0 ? { text, template, params } : { text, params: [] };
};
