import type { Report } from '../base/diagnostics';
import type { OptionRule } from '../base/option-rules';
import { isHookName, optionRules } from '../base/option-rules';
import { copyBag, isObject, spell } from '../base/read';
import { readDsn } from '../envelope/dsn';
import type { SdkInfo } from '../event/event';
import type { Destination } from '../transport/post';
import type { ClientOptions, UsableOptions } from './client';

/**
 * The options as they can be used, whatever was handed in: a plain copy, so that no getter of theirs
 * runs later. What is unusable is named, and its default applies.
 */
export const usableOptions = (given: unknown, report: Report): UsableOptions => {
  const tellUnusable = (name: string): void => report({ code: 'T1003', detail: name });
  const options = checked(given, optionRules, tellUnusable);
  for (const name of Object.keys(options).filter(isHookName)) {
    if (typeof options[name] === 'function') continue;
    tellUnusable(name);
    options[name] = undefined;
  }
  return options as unknown as UsableOptions; // the rules hold a default for each of its keys
};

interface Rules {
  readonly [name: string]: OptionRule | Rules;
}

/** A copy of the options in which each that has a rule keeps to it, by its default if need be. */
const checked = (given: unknown, rules: Rules, tellUnusable: (name: string) => void): Record<string, unknown> => {
  const bag = copyBag(given);
  for (const [name, rule] of Object.entries(rules)) {
    const value = bag[name];
    if (isRule(rule)) {
      const usable = fits(value, rule);
      const [usual] = rule;
      if (!usable && value !== undefined) tellUnusable(name);
      const chosen = usable ? value : usual;
      bag[name] = typeof usual === 'string' ? String(chosen) || usual || undefined : chosen;
    } else if (value !== false) {
      if (value !== undefined && !isObject(value)) tellUnusable(name);
      bag[name] = checked(value, rule, (part) => tellUnusable(`${name}.${part}`));
    }
  }
  return bag;
};

const isRule = (rule: OptionRule | Rules): rule is OptionRule => Array.isArray(rule);

/** Where text is wanted, a number will do as well, unless it is negative. */
const fits = (value: unknown, [usual, least = 0, most = Infinity]: OptionRule): boolean =>
  typeof value === 'number' ? value >= least && value <= most : typeof value === typeof usual;

/** The destination that the options name; `undefined`, with one line about why, when there is none. */
export const destinationOf = ({ enabled, dsn: given, tunnel }: ClientOptions, sdk: SdkInfo, report: Report): Destination | undefined => {
  if (enabled === false) return undefined;
  // What is no text is no DSN either, and told as one that is malformed.
  const text = spell(given || '').trim();
  const dsn = readDsn(text);
  if (!dsn) report({ code: text ? 'T1002' : 'T1001', given: text });
  return dsn && { dsn, client: `${sdk.name}/${sdk.version}`, tunnel };
};
