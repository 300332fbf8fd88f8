import { attemptOr, copyBag } from '@tocsin/core/platform';
import type { Fault, OptionsOwner } from './faults';
import { tellFaults } from './faults';
import type { Kinds } from './kinds';
import { bag } from './kinds';

/** Where faults go, and what the options are a part of. */
interface Findings {
  readonly faults: Fault[];
  readonly path?: string;
}

/** Characters that are told of a name in a line of ours; it may be any text of the app's. */
export const LONGEST_NAME = 100;

/** A plain copy of what fits; the rest is left out, so that its default applies, and added to `faults`. Of what is no object nothing fits. */
export const fitting = (given: unknown, kinds: Kinds, { faults, path = '' }: Findings): Readonly<Record<string, unknown>> => {
  const usable = copyBag(given);
  for (const [key, value] of Object.entries(usable)) {
    const name = (path + key).slice(0, LONGEST_NAME);
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : kinds['*'];
    if (kind === undefined) faults.push({ name, siblings: kinds });
    else if (!attemptOr(false, () => kind.fits(value))) {
      faults.push({ name, must: kind.must });
      if (!kind.kept) delete usable[key];
    } else if (kind.parts && bag.fits(value) && !isScope(value)) usable[key] = fitting(value, kind.parts, { faults, path: `${name}.` });
  }
  return usable;
};

/** A scope is more than its properties, and stays what it is. */
const isScope = (value: unknown): boolean => attemptOr(false, () => typeof Reflect.get(Object(value), 'getScopeData') === 'function');

/** The options of an integration, whatever was handed in; see {@link fitting}. */
export const usableOptions = <T>(given: T | null | undefined, kinds: Kinds, owner: OptionsOwner): Partial<T> => {
  if (given === undefined || given === null) return {};
  const faults: Fault[] = [];
  const usable = fitting(given, kinds, { faults });
  if (!attemptOr(true, () => bag.fits(given))) faults.push({ name: 'options', must: bag.must });
  if (faults.length > 0) tellFaults(faults, owner);
  return usable as Partial<T>; // each value fits its kind
};
