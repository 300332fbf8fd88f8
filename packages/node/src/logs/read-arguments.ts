import { parameterize } from '@tocsin/core';
import { isBag } from '../bag';
import { isError, sortBag } from './logged-error';
import { spellArguments } from './spell-arguments';

/** What the arguments of a call to a logger say. */
export interface Said {
  /** Absent: an error alone was logged. A text that was put together knows its template. */
  readonly message: string | undefined;
  readonly error: Error | undefined;
  /** The properties of objects beside the text. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** `%s` and its like, as `util.format` knows them. */
const PLACES = /%[sdifjoOc%]/g;

/** What is put in keeps its type, so that logs can be searched by it; objects are spelled. */
const parameter = (value: unknown): unknown => (typeof value === 'object' || typeof value === 'function' ? spellArguments([value]) : value);

/** A message that grows from left to right. */
const createMessage = () => {
  const texts = [''];
  const params: unknown[] = [];
  return {
    isEmpty: () => texts.length === 1 && texts[0] === '',
    say: (text: string): void => void texts.push(`${texts.pop() ?? ''}${text}`),
    put(value: unknown): void {
      params.push(parameter(value));
      texts.push('');
    },
    // What a tagged literal hands over is such a list.
    finish: (): string => (params.length === 0 ? texts.join('') : parameterize(texts as unknown as TemplateStringsArray, ...params)),
  };
};

type Message = ReturnType<typeof createMessage>;

/** Says a text with values in its places, and answers with the values that are left. */
const fill = (message: Message, text: string, values: readonly unknown[]): readonly unknown[] => {
  let used = 0;
  let start = 0;
  for (const { 0: place, index } of values.length > 0 ? text.matchAll(PLACES) : []) {
    if (place !== '%%' && used >= values.length) continue;
    message.say(text.slice(start, index));
    start = index + place.length;
    if (place === '%%') message.say('%');
    // Styles, for the console of a browser.
    else if (place === '%c') used++;
    else message.put(values[used++]);
  }
  message.say(text.slice(start));
  return values.slice(used);
};

/** Reads what was said to a logger that takes what `console.log` takes. */
export const readArguments = (args: readonly unknown[]): Said => {
  const message = createMessage();
  const [first, ...values] = args;
  let error = args.find(isError);
  const attributes: Record<string, unknown> = {};
  for (const value of typeof first === 'string' ? fill(message, first, values) : args) {
    if (error && value === error) continue;
    if (isBag(value) && !isError(value)) {
      const found = sortBag(value, [], error);
      error = found.error;
      Object.assign(attributes, found.attributes);
    } else if (message.isEmpty()) message.say(spellArguments([value]));
    else {
      message.say(' ');
      message.put(value);
    }
  }
  // Of objects alone their shape is the text.
  if (message.isEmpty() && !error) message.say(spellArguments(args));
  return { message: message.isEmpty() ? undefined : message.finish(), error, attributes };
};

/** An error stands in a text with its stack, or without. */
const spellingIn = (text: string, value: unknown): string => {
  const stack = isError(value) ? value.stack : undefined;
  return typeof stack === 'string' && text.includes(stack) ? stack : spellArguments([value]);
};

/** A text that is finished, and what was put into it: knows its template again where the values stand in it in their order. */
export const knowTemplate = (text: string, values: readonly unknown[]): string => {
  const message = createMessage();
  let start = 0;
  for (const value of values) {
    const spelled = spellingIn(text, value);
    const at = text.indexOf(spelled, start);
    if (at < 0 || spelled === '') return text;
    message.say(text.slice(start, at));
    message.put(value);
    start = at + spelled.length;
  }
  message.say(text.slice(start));
  return message.finish();
};
