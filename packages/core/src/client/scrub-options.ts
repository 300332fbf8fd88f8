import type { Report } from '../base/diagnostics';
import { attempt } from '../base/fences';
import { isObject, readProperty } from '../base/read';
import { createSecretKeys } from '../stages/scrub-keys';
import type { ScrubRuleName, ValueRule } from '../stages/scrub-rules';
import { valueRules } from '../stages/scrub-rules';
import type { Scrubber } from '../stages/scrubber';
import { createScrubber, FILTERED } from '../stages/scrubber';
import type { ClientOptions } from './client';

/** A rule of the app's own. */
export interface ScrubRule {
  /** Stands in reports. */
  readonly name: string;
  /** Every match in every string is replaced; with or without the flag `g`. Must be quick for any text. */
  readonly pattern: RegExp;
  /** What to put there. Default: `replacement`. A function that throws filters all the same. */
  readonly replace?: string | ((match: string) => string) | undefined;
}

/** What is taken out of everything that is sent, beyond the defaults or less than they. */
export interface ScrubOptions {
  /** Built-in rules to leave out, by name. */
  readonly off?: readonly ScrubRuleName[] | undefined;
  /** Rules of the app's own; they come before the built-in ones. */
  readonly add?: readonly ScrubRule[] | undefined;
  /** Never filtered: a secret that equals one of these strings, or in which one of these patterns is found. */
  readonly allow?: readonly (string | RegExp)[] | undefined;
  /** Words that make a key secret wherever they stand in it: `customerNo` also fits `old_customer_no`. */
  readonly keys?: readonly string[] | undefined;
  /** What to put for a secret. Default `[Filtered]`, which servers know. */
  readonly replacement?: string | undefined;
}

/** The scrubber that the options ask for. What of them cannot be used is left out, with one line about it. */
export const scrubberFor = ({ scrub = {}, sendDefaultPii = false }: ClientOptions, report: Report): Scrubber => {
  const bad = (detail: string): void => report({ code: 'T1003', detail: `scrub.${detail}` });
  const list = (name: 'off' | 'add' | 'allow' | 'keys'): readonly unknown[] => {
    const value = readProperty(scrub, name);
    if (value === undefined || Array.isArray(value)) return value ?? [];
    bad(`${name} must be a list`);
    return [];
  };
  const usable = <T>(name: 'off' | 'add' | 'allow' | 'keys', isUsable: (item: unknown) => item is T, wanted: string): readonly T[] =>
    list(name).filter((item): item is T => isUsable(item) || (bad(`${name} must hold ${wanted}`), false));

  const off = usable('off', isBuiltIn, `names of rules: ${[...builtIn].join(', ')}`);
  const replacement = readProperty(scrub, 'replacement') ?? FILTERED;
  if (typeof replacement !== 'string') bad('replacement must be a string');
  const standsFor = typeof replacement === 'string' ? replacement : FILTERED;
  const added = usable('add', isRule, '{ name, pattern: RegExp, replace? }');

  return createScrubber({
    rules: [...added.map(toValueRule), ...valueRules.filter(({ name }) => !off.includes(name))],
    keys: createSecretKeys({ words: usable('keys', isText, 'words'), sendDefaultPii }),
    sendDefaultPii,
    byKey: !off.includes('key'),
    isAllowed: allowing(usable('allow', isAllowance, 'strings and RegExps')),
    replacementFor: replacing({ added, standsFor, report }),
  });
};

const builtIn: ReadonlySet<string> = /* @__PURE__ */ new Set(['key', .../* @__PURE__ */ valueRules.map(({ name }) => name)]);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isPattern = (value: unknown): value is RegExp => value instanceof RegExp;
const isAllowance = (value: unknown): value is string | RegExp => isText(value) || isPattern(value);
const isBuiltIn = (value: unknown): value is string => isText(value) && builtIn.has(value);
const isRule = (value: unknown): value is ScrubRule => isObject(value) && isText(readProperty(value, 'name')) && isPattern(readProperty(value, 'pattern'));

/** A copy of a pattern that finds all matches wherever they stand. The app's own keeps its `lastIndex`. */
const everywhere = ({ source, flags }: RegExp): RegExp => new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);

const toValueRule = ({ name, pattern }: ScrubRule): ValueRule => ({ name, pattern: everywhere(pattern) });

const allowing = (allowed: readonly (string | RegExp)[]): ((secret: string) => boolean) => {
  const texts = new Set(allowed.filter(isText));
  const patterns = allowed.filter(isPattern).map(everywhere);
  return (secret) => texts.has(secret) || patterns.some((pattern) => secret.search(pattern) >= 0);
};

interface Replacing {
  readonly added: readonly ScrubRule[];
  readonly standsFor: string;
  readonly report: Report;
}

const replacing = ({ added, standsFor, report }: Replacing): ((rule: string, secret: string) => string) => {
  const own = new Map(added.map(({ name, replace }) => [name, replace]));
  return (rule, secret) => {
    const replace = own.get(rule);
    if (typeof replace !== 'function') return replace ?? standsFor;
    const told = attempt(() => replace(secret));
    if (told.ok && typeof told.value === 'string') return told.value;
    report({ code: 'T2001', detail: `scrub rule ${rule}`, ...(!told.ok && { cause: told.error }) });
    return standsFor;
  };
};
