import type { Undo } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { OUR_FRAME } from './our-frame';

/** Any function; what it is given and gives is the page's affair. */
export type Callable = (this: unknown, ...given: unknown[]) => unknown;

/** How a call goes on. */
export interface Plan {
  /** In place of what was given. */
  readonly given?: readonly unknown[] | undefined;
  /** Sees the answer, and may say what the caller gets in its place. */
  readonly answered?: ((answer: unknown) => unknown) | undefined;
}

/** Looks at a call before it is made; `undefined`: it is made as it is, also when this throws. */
export type Prepare<Self> = (self: Self, given: readonly unknown[]) => Plan | undefined | void;

/** What inherits nothing: in a page where every object has a `get`, a descriptor would have one as well, and be none. */
type Bare<What> = What & { readonly __proto__: null };

/** Where a wrapper of ours, of any copy, has its {@link Peel}. */
export const PEEL = Symbol.for('tocsin.peel');

/** Takes the wrapper off, if it is no longer wanted, and says whether it did. */
type Peel = () => boolean;

/**
 * Looks into the calls of a method of the page's. The undo brings the method back. When somebody else has put
 * theirs around ours meanwhile, that stays, and ours only passes on; when that was another client or copy of
 * us, ours goes with it. What is not there, or cannot be changed, is left alone. But for what it does when it is called,
 * the wrapper is what it stands around: it has its name, its length and its properties, and looks as if it were the
 * browser's own.
 */
export const around = <Self extends object>(target: Self, name: string, prepare: Prepare<Self>): Undo => {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return () => undefined;
  // Until the undo.
  let look: Prepare<Self> | undefined = prepare;
  const define = (what: PropertyDescriptor): boolean => Reflect.defineProperty(target, name, { __proto__: null, ...what } as Bare<PropertyDescriptor>); // the type of a descriptor does not know what it inherits
  const peel: Peel = () => !look && (own ? define(own) : Reflect.deleteProperty(target, name));
  const handler: Bare<ProxyHandler<typeof original>> = {
    __proto__: null,
    get: (_, key) => (key === PEEL ? peel : Reflect.get(original, key)),
    // What was there before is called from here and nowhere else, so that a stack holds no more than this one frame of ours.
    apply: {
      [OUR_FRAME](_: unknown, self: Self, given: readonly unknown[]): unknown {
        // Whatever is wrong with the call, `this` or what is given, the page hears of it from the browser, not from us.
        const plan = attemptOr(undefined, () => look?.(self, given));
        const answer: unknown = Reflect.apply(original, self, plan?.given ?? given);
        return plan?.answered?.(answer) ?? answer;
      },
    }[OUR_FRAME],
  };
  define({ configurable: true, writable: true, enumerable: own?.enumerable ?? true, value: new Proxy(original, handler) });
  return () => {
    look = undefined;
    while (Reflect.get(Object(Reflect.get(target, name)), PEEL)?.());
  };
};
