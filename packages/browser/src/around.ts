import type { Undo } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { OUR_FRAME } from './our-frame';

/** Any function; what it is given and gives is the page's affair. */
export type Callable = (this: unknown, ...given: unknown[]) => unknown;

/** How a call goes on. */
export interface Plan {
  /** In place of what was given. */
  readonly given?: readonly unknown[] | undefined;
  /** Sees the answer, and says what the caller gets. */
  readonly answered?: ((answer: unknown) => unknown) | undefined;
}

/** Looks at a call before it is made; `undefined`: it is made as it is, also when this throws. */
export type Prepare<Self> = (self: Self, given: readonly unknown[]) => Plan | undefined | void;

/** Where a wrapper of ours, of any copy, has its {@link Peel}. */
const PEEL = Symbol.for('tocsin.peel');

/** Takes the wrapper off, if it is no longer wanted, and says whether it did. */
type Peel = () => boolean;

/**
 * Looks into the calls of a method of the page's. The undo brings the method back. When somebody else has put
 * theirs around ours meanwhile, that stays, and ours only passes on; when that was another client or copy of
 * us, ours goes with it. What is not there, or cannot be changed, is left alone.
 */
export const around = <Self extends object>(target: Self, name: string, prepare: Prepare<Self>): Undo => {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return () => undefined;
  let isActive = true;
  // What was there before is called from here and nowhere else, so that a stack holds no more than this one frame of ours.
  const { [OUR_FRAME]: wrapper } = {
    [OUR_FRAME](this: unknown, ...given: unknown[]): unknown {
      // Whatever is wrong with the call, `this` or what is given, the page hears of it from the browser, not from us.
      const plan = isActive ? attemptOr(undefined, () => prepare(this as Self, given)) : undefined;
      const answer: unknown = Reflect.apply(original, this, plan?.given ?? given);
      return plan?.answered ? plan.answered(answer) : answer;
    },
  };
  const value: Peel = () => !isActive && (own ? Reflect.defineProperty(target, name, own) : Reflect.deleteProperty(target, name));
  Reflect.defineProperty(wrapper, PEEL, { value });
  Reflect.defineProperty(target, name, { configurable: true, writable: true, enumerable: own?.enumerable ?? true, value: wrapper });
  return () => {
    isActive = false;
    while (Reflect.get(Object(Reflect.get(target, name)), PEEL)?.());
  };
};
