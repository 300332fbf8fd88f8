import * as core from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';
import type { Kind } from '../options/kinds';
import { LONGEST_NAME } from '../options/fitting';
import { bag, isText } from '../options/kinds';
import { nearName } from '../options/near-name';
import { takes, tell } from './takes';

type Details = Readonly<Record<string, unknown>>;

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const oneOf = (part: string, ...words: readonly string[]): Kind => ({ must: `${part} of ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, fits: (value) => words.some((word) => word === value) });
const textFor = (part: string): Kind => ({ must: `${part} that is a text`, fits: isText });
const isId = (value: unknown): boolean => isText(value) || typeof value === 'number';
const idOf = (value: unknown): unknown => (bag.fits(value) ? copyBag(value)['id'] : value);

/** What each part of a record must be, in the words of the line about it. */
const parts: Readonly<Record<string, Kind>> = {
  // One without an id has a line of its own, T5001.
  actor: { must: 'an actor', fits: (value) => isId(value) || bag.fits(value) },
  onBehalfOf: { must: 'onBehalfOf with an id', fits: (value) => isId(idOf(value)) },
  anonymous: { must: 'anonymous: true, or not at all', fits: (value) => typeof value === 'boolean' },
  target: { must: 'a target that is a list of { type, id }', fits: (value) => [value].flat().every((one) => bag.fits(one) && isText(copyBag(one)['type']) && isId(idOf(one))) },
  outcome: oneOf('an outcome', 'success', 'failure', 'denied', 'unknown'),
  kind: oneOf('a kind', 'access', 'create', 'update', 'delete', 'auth', 'admin', 'masquerade'),
  error: textFor('an error hash'),
  reason: textFor('a reason'),
  ticket: textFor('a ticket'),
  changes: { must: 'changes as an object: { field: { old, new } }', fits: bag.fits },
};

/** With slips in names mended, of one letter: `region` is a name of its own, and stays. */
const named = (details: Details): Details =>
  Object.fromEntries(
    Object.entries(details).map(([key, value]) => {
      const meant = Object.hasOwn(parts, key) ? undefined : nearName(key.slice(0, LONGEST_NAME), Object.keys(parts), 1);
      if (meant === undefined) return [key, value];
      tell(`audit() knows no ${key.slice(0, LONGEST_NAME)} (was ${meant} meant?)`);
      return [Object.hasOwn(details, meant) ? key : meant, value];
    }),
  );

/** What is only an id is one of something. */
const targetsIn = (given: unknown): unknown => (isAbsent(given) ? given : [given].flat().map((one: unknown) => (isId(one) ? { type: '-', id: String(one) } : one)));

const detailsOf = (given: unknown): Details => {
  const details = named(copyBag(given));
  for (const [name, kind] of Object.entries(parts)) if (!isAbsent(details[name])) takes('audit', details[name], kind);
  return 'target' in details ? { ...details, target: attemptOr(undefined, () => targetsIn(details['target'])) } : details;
};

const aBag: Kind = { must: 'its details as an object', fits: (value) => isAbsent(value) || bag.fits(value) };
const anAction: Kind = { must: "an action, as a text: audit('user.password.reset')", fits: isText };

/** See core. */
export const audit: typeof core.audit = (action, given) => {
  const details = attemptOr<Details>({}, () => (takes('audit', given, aBag), detailsOf(given)));
  return core.audit(takes('audit', action, anAction) ? action : isId(action) ? String(action) : 'unknown', details);
};
