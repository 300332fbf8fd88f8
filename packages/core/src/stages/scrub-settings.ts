import type { Report } from '../base/diagnostics';
import { attemptElse } from '../base/fences';
import { isObject, readProperty } from '../base/read';
import type { SecretKeys } from './scrub-keys';
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
  readonly keys: SecretKeys;
  /** Whether the values of secret keys are taken out. */
  readonly byKey: boolean;
  /** What to put for a secret; the secret itself where the app allows it. */
  replace(secret: string, rule: Pick<ScrubRule, 'name' | 'replace'>): string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isPattern = (value: unknown): value is RegExp => value instanceof RegExp;
const isRule = (value: unknown): value is ScrubRule => isObject(value) && isText(readProperty(value, 'name')) && isPattern(readProperty(value, 'pattern'));
const isBuiltIn = (value: unknown): value is string => value === 'key' || valueRules.some(({ name }) => name === value);

/** A copy of a pattern that finds all matches wherever they stand. The app's own keeps its `lastIndex`. */
const everywhere = ({ source, flags }: RegExp): RegExp => new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);

/** Reads the options; what of them cannot be used is left out, with one line about it. */
export const readScrubOptions = ({ scrub, sendDefaultPii = false }: ScrubberOptions, report: Report, further: readonly ValueRule[]): ScrubSettings => {
  const usable = <T>(name: keyof ScrubOptions, isUsable: (item: unknown) => item is T): readonly T[] => {
    const list: readonly unknown[] = [readProperty(scrub, name) ?? []].flat();
    const good = list.filter(isUsable);
    if (good.length < list.length) report({ code: 'T1003', detail: `scrub.${name}` });
    return good;
  };
  const off = usable('off', isBuiltIn);
  const [replacement = FILTERED] = usable('replacement', isText);
  const added = usable('add', isRule);
  const keys = createSecretKeys(usable('keys', isText), sendDefaultPii);
  const allowed = usable('allow', (item): item is string | RegExp => isText(item) || isPattern(item)).map((item) => (isText(item) ? item : everywhere(item)));
  const rules: readonly AnyRule[] = [...added.map((rule) => ({ ...rule, pattern: everywhere(rule.pattern) })), ...[...further, ...valueRules].filter(({ name, pii }) => !off.includes(name) && !(pii && sendDefaultPii))];

  return {
    rules,
    keys,
    byKey: !off.includes('key'),
    replace(secret, { name, replace: own }) {
      if (allowed.some((item) => (isText(item) ? item === secret : secret.search(item) >= 0))) return secret;
      if (typeof own !== 'function') return own ?? replacement;
      const fail = (how: string, cause?: unknown): string => {
        report({ code: 'T2001', detail: `scrub.${name} ${how}`, cause });
        return replacement;
      };
      const put: unknown = attemptElse(() => own(secret), (cause) => fail('threw', cause));
      return typeof put === 'string' ? put : fail(`answered ${typeof put}`);
    },
  };
};
