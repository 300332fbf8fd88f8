import type { Report } from '../base/diagnostics';
import { attempt } from '../base/fences';
import { isObject, readProperty } from '../base/read';
import { createSecretKeys, FILTERED } from '../stages/scrub-keys';
import type { ValueRule } from '../stages/scrub-rules';
import { valueRules } from '../stages/scrub-rules';
import type { Scrubber } from '../stages/scrubber';
import { createScrubber } from '../stages/scrubber';
import type { ClientOptions } from './client';
import type { ScrubRule } from './options';

/** The scrubber that the options ask for. What of them cannot be used is left out, with one line about it. */
export const scrubberFor = ({ scrub, sendDefaultPii = false }: ClientOptions, report: Report): Scrubber => {
  const usable = <T>(name: string, isUsable: (item: unknown) => item is T): readonly T[] => {
    const value = readProperty(scrub, name) ?? [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const good = list.filter(isUsable);
    if (good.length < list.length) report({ code: 'T1003', detail: `scrub.${name} holds something unusable` });
    return good;
  };
  const off = usable('off', isBuiltIn);
  const [replacement = FILTERED] = usable('replacement', isText);
  const added = usable('add', isRule);

  return createScrubber({
    rules: [...added.map(toValueRule), ...valueRules.filter(({ name }) => !off.includes(name))],
    keys: createSecretKeys({ words: usable('keys', isText), sendDefaultPii }),
    sendDefaultPii,
    byKey: !off.includes('key'),
    isAllowed: allowing(usable('allow', isAllowance)),
    replacementFor: replacing({ added, replacement, report }),
  });
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isPattern = (value: unknown): value is RegExp => value instanceof RegExp;
const isAllowance = (value: unknown): value is string | RegExp => isText(value) || isPattern(value);
const isBuiltIn = (value: unknown): value is string => value === 'key' || valueRules.some(({ name }) => name === value);
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
  readonly replacement: string;
  readonly report: Report;
}

const replacing = ({ added, replacement, report }: Replacing): ((rule: string, secret: string) => string) => {
  const own = new Map(added.map(({ name, replace }) => [name, replace]));
  return (rule, secret) => {
    const replace = own.get(rule);
    if (typeof replace !== 'function') return replace ?? replacement;
    const told = attempt(() => replace(secret));
    if (told.ok && typeof told.value === 'string') return told.value;
    report({ code: 'T2001', detail: `The function of scrub rule ${rule} threw or gave no text`, ...(!told.ok && { cause: told.error }) });
    return replacement;
  };
};
