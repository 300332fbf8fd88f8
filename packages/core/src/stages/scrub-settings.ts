import type { Report } from '../base/diagnostics';
import { callHook } from '../base/fences';
import { holds, patternFrom, readList, textOrPatternFrom } from '../base/option-list';
import { readProperty, readText, textFrom } from '../base/read';
import type { IsSecretKey } from './scrub-keys';
import { createSecretKeys, FILTERED } from './scrub-keys';
import type { ScrubOptions, ScrubRule } from './scrub-options';
import type { ValueRule } from './scrub-rules';
import { valueRules } from './scrub-rules';

/** What of the client's options scrubbing goes by. */
export interface ScrubberOptions {
  readonly scrub?: ScrubOptions | undefined;
  readonly sendDefaultPii?: boolean | undefined;
}

/** A rule, built in or the app's own. */
export type AnyRule = ValueRule & Partial<ScrubRule>;

/** The options as they can be used. */
export interface ScrubSettings {
  readonly rules: readonly AnyRule[];
  /** Whether some are the app's own, which may look for anything. */
  readonly hasOwn: boolean;
  readonly isSecretKey: IsSecretKey;
  /** Whether the values of secret keys are taken out. */
  readonly byKey: boolean;
  /** What to put for a secret; the secret itself where the app allows it. */
  replace(secret: string, rule: Pick<ScrubRule, 'name' | 'replace'>): string;
}

const builtInFrom = (entry: unknown): string | undefined => (entry === 'key' ? entry : valueRules.find(({ name }) => name === entry)?.name);

const ruleFrom = (entry: unknown): AnyRule | undefined => {
  const name = readText(entry, 'name');
  const pattern = patternFrom(readProperty(entry, 'pattern'));
  return name && pattern && { ...Object(entry), name, pattern };
};

/** Reads the options; what of them cannot be used is left out, with one line about it. */
export const readScrubOptions = ({ scrub, sendDefaultPii = false }: ScrubberOptions, report: Report, further: readonly ValueRule[]): ScrubSettings => {
  const listOf = <T extends string | object>(name: keyof ScrubOptions, read: (entry: unknown) => T | undefined): readonly T[] =>
    readList(readProperty(scrub, name), read, () => report({ code: 'T1003', detail: `scrub.${name}` }));
  const off = listOf('off', builtInFrom);
  const [replacement = FILTERED] = listOf('replacement', textFrom);
  const added = listOf('add', ruleFrom);
  const isSecretKey = createSecretKeys(listOf('keys', textFrom), sendDefaultPii);
  const allowed = listOf('allow', textOrPatternFrom);
  const rules = [...added, ...[...further, ...valueRules].filter(({ name, pii }) => !off.includes(name) && !(pii && sendDefaultPii))];

  return {
    rules,
    hasOwn: added.length > 0,
    isSecretKey,
    byKey: !off.includes('key'),
    replace(secret, { name, replace: own }) {
      if (allowed.some((item) => typeof item === 'string' ? item === secret : holds(secret, item))) return secret;
      if (typeof own !== 'function') return own ?? replacement;
      return callHook(report, `scrub.${name}`, () => {
        const answer: unknown = own(secret);
        if (typeof answer === 'string') return answer;
        throw new Error('answered no text');
      }) ?? replacement;
    },
  };
};
