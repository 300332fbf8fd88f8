import type { Integration } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import type { Callable } from '../around';
import { around, isCallable, isObject } from '../around';
import { together } from '../listen';
import { OUR_FRAME } from '../our-frame';

/** Whose callbacks are looked into. All by default. */
export interface BrowserApiErrorsOptions {
  readonly setTimeout?: boolean | undefined;
  readonly setInterval?: boolean | undefined;
  readonly requestAnimationFrame?: boolean | undefined;
  /** `addEventListener` of everything in the page. */
  readonly eventTarget?: boolean | undefined;
}

/** The same for all copies of the package: what one has wrapped, another has to be able to remove. */
const STAND_INS = Symbol.for('tocsin.standIns');

/**
 * Calls a callback, or the `handleEvent` of a listener that is an object, and throws again what is thrown. An
 * error of a script from another origin, of which the browser says no more than "Script error.", has then
 * passed through a script of the page, and is told in full.
 */
const throwingAgain = (callback: object): Callable =>
  // As a property, because no minifier changes its name: the parser leaves such frames out.
  ({
    [OUR_FRAME](this: unknown, ...given: unknown[]): unknown {
      try {
        return Reflect.apply(isCallable(callback) ? callback : Reflect.get(callback, 'handleEvent'), isCallable(callback) ? this : callback, given);
        // oxlint-disable-next-line no-useless-catch -- that it is thrown from here is all there is to it
      } catch (error) {
        throw error;
      }
    },
  })[OUR_FRAME];

/**
 * By the app's listener, what was added in its place. As long as the page lives, also when the client is closed:
 * what has been added has to be removable.
 */
const rememberStandIns = (): WeakMap<object, Callable> => {
  const known: unknown = Reflect.get(EventTarget.prototype.removeEventListener, STAND_INS);
  if (known instanceof WeakMap) return known;
  const standIns = new WeakMap<object, Callable>();
  const { removeEventListener: remove } = EventTarget.prototype;
  around(EventTarget.prototype, 'removeEventListener', (self, [type, listener, ...rest]) => {
    const standIn = standIns.get(Object(listener));
    // The listener itself goes as well: it may have been added before we were there.
    if (standIn) Reflect.apply(remove, self, [type, standIn, ...rest]);
  });
  Reflect.defineProperty(EventTarget.prototype.removeEventListener, STAND_INS, { value: standIns });
  return standIns;
};

/**
 * Lets the page be told of errors that browsers hide from it: those that scripts from other origins throw in
 * timers, animation frames and event listeners. They are thrown on, and captured like all others.
 */
export const browserApiErrorsIntegration = (options?: BrowserApiErrorsOptions): Integration => ({
  name: 'BrowserApiErrors',
  setup() {
    const { eventTarget = true, ...timers }: BrowserApiErrorsOptions = copyBag(options);
    const chosen = Object.entries({ setTimeout: true, setInterval: true, requestAnimationFrame: true, ...timers });
    const undos = chosen.map(([name, isWanted]) => isWanted && around(globalThis, name, (_, [callback, ...rest]) => (isCallable(callback) ? { given: [throwingAgain(callback), ...rest] } : undefined)));
    if (eventTarget) {
      const standIns = rememberStandIns();
      const standInFor = (listener: object): Callable => {
        const standIn = standIns.get(listener) ?? throwingAgain(listener);
        // Of a stand-in nothing else stands in: another copy of us may be on the way as well.
        standIns.set(listener, standIn).set(standIn, standIn);
        return standIn;
      };
      undos.push(around(EventTarget.prototype, 'addEventListener', (_, [type, listener, ...rest]) => (isObject(listener) ? { given: [type, standInFor(listener), ...rest] } : undefined)));
    }
    return together(undos);
  },
});
