import type { Report } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { bag } from './kinds';
import type { Shapes } from './shape';
import { fitting } from './shape';

/** Whose options they are, and who hears of what is wrong with them. */
export interface OptionsOwner {
  readonly name: string;
  readonly report: Report;
}

/** The options of an integration and the like, whatever was handed in. What cannot be used is named and left out, so that its default applies. */
export const usableOptions = <T>(given: T | null | undefined, shapes: Shapes, { name: owner, report }: OptionsOwner): Partial<T> => {
  if (given === undefined || given === null) return {};
  const { usable, faults } = fitting(given, shapes, (name) => `${name} of ${owner}`);
  const isOdd = !attemptOr(true, () => bag.fits(given));
  for (const detail of isOdd ? [`options of ${owner} must be an object`] : faults) report({ code: 'T1003', detail });
  return usable as Partial<T>; // each value fits its shape
};
