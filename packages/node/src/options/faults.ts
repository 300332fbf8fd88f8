import type { Report } from '@tocsin/core';
import { isAbsent, nameHere } from './foreign-names';
import type { Kinds } from './kinds';
import { nearName } from './near-name';

/** An option that does not fit, or that nobody reads. */
export interface Fault {
  /** With what it is a part of: `spool.maxBytes`. */
  readonly name: string;
  /** What it must be; absent, nobody reads it. */
  readonly must?: string | undefined;
  /** Of one that nobody reads: what is read where it stands. One of these may have been meant. */
  readonly siblings?: Kinds;
}

/** Whose options they are, and who hears of what is wrong with them. */
export interface OptionsOwner {
  readonly name: string;
  readonly report: Report;
  /** Where something is set that others have under another name. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** Tells what is wrong with options: of `init`, or of an integration. It is apart from the finding, so that a start does not read it. */
export const tellFaults = (faults: readonly Fault[], { name: owner, report, instead = {} }: OptionsOwner): void => {
  const isOfInit = owner === 'init';
  const absent = isOfInit ? faults.filter(({ name }) => isAbsent(name)) : [];
  const tell = (detail: string): void => report({ code: 'T1003', detail });
  for (const fault of faults) {
    if (!absent.includes(fault)) tell(`${isOfInit ? fault.name : `${fault.name} of ${owner}`} ${whatIsWrong(fault, instead)}`);
  }
  const [first, ...others] = absent.map(({ name }) => name);
  if (first !== undefined)
    tell(`${first}${others.length > 0 ? ` (and ${others.join(', ')})` : ''} has no use: Tocsin has no spans, profiles, replays or metrics; it is ignored, and errors are linked to their trace without it`);
};

const whatIsWrong = ({ name, must, siblings = {} }: Fault, instead: Readonly<Record<string, string>>): string => {
  if (must !== undefined) return `must be ${must}`;
  const meant = nearName(name.slice(name.lastIndexOf('.') + 1), Object.keys(siblings));
  const here = meant ?? (Object.hasOwn(instead, name) ? instead[name] : nameHere(name));
  return `is not known${here === undefined ? '' : ` (${meant === undefined ? `set ${here}` : `was ${here} meant?`})`}; it is ignored`;
};
