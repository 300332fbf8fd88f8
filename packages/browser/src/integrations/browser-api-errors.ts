import type { Integration, Undo } from '@tocsin/core';
import { isObject } from '@tocsin/core/platform';
import type { Callable } from '../around';
import { around, PEEL } from '../around';
import { together } from '../listen';
import { OUR_FRAME } from '../our-frame';
import { rememberThrown } from '../thrown-through-us';

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

/** A listener that is an object. */
interface ListenerObject {
  readonly handleEvent: Callable;
}

/**
 * Calls a callback, or the `handleEvent` of a listener that is an object, and throws again what is thrown. An
 * error of a script from another origin, of which the browser says no more than "Script error.", has then
 * passed through a script of the page, and is told in full. Where ours is such a script as well, {@link rememberThrown} helps.
 */
const throwingAgain = (callback: object): Callable =>
  // As a property, because no minifier changes its name: the parser leaves such frames out.
  ({
    [OUR_FRAME](this: unknown, ...given: unknown[]): unknown {
      try {
        return typeof callback === 'function' ? Reflect.apply(callback, this, given) : (callback as ListenerObject).handleEvent(...given);
      } catch (error) {
        void rememberThrown(error);
        throw error;
      }
    },
  })[OUR_FRAME];

/** What stands in for listeners. One for all copies of us in a page. */
interface StandIns {
  /** By the app's listener, what was added in its place. */
  readonly known: WeakMap<object, Callable>;
  /** The browser's `removeEventListener`, which removes the very listener that is given. */
  readonly remove: EventTarget['removeEventListener'];
}

/** As long as the page lives, also when the client is closed: what has been added has to be removable. */
const rememberStandIns = (): StandIns => {
  const { removeEventListener: original } = EventTarget.prototype;
  const before: StandIns | undefined = Reflect.get(original, STAND_INS);
  const standIns = before ?? { known: new WeakMap(), remove: original };
  // Kept at the browser's own function, not at our wrapper: a script may have put the former back.
  Reflect.set(original, STAND_INS, standIns);
  if (Reflect.get(original, PEEL) === undefined) {
    around(EventTarget.prototype, 'removeEventListener', (self, [type, listener, ...rest]) => {
      const standIn = standIns.known.get(Object(listener));
      // The listener itself goes as well: it may have been added before we were there.
      if (standIn) Reflect.apply(original, self, [type, standIn, ...rest]);
    });
  }
  return standIns;
};

/**
 * Lets the page be told of errors that browsers hide from it: those that scripts from other origins throw in
 * timers, animation frames and event listeners. They are thrown on, and captured like all others.
 */
export const browserApiErrorsIntegration = (options?: BrowserApiErrorsOptions): Integration => ({
  name: 'BrowserApiErrors',
  setup() {
    const timers = ['setTimeout', 'setInterval', 'requestAnimationFrame'].map((name) => [
      name,
      (): Undo => around(globalThis, name, (_, [callback, ...rest]) => (typeof callback === 'function' ? { given: [throwingAgain(callback), ...rest] } : undefined)),
    ]);
    const eventTarget = (): Undo => {
      const { known, remove } = rememberStandIns();
      return around(EventTarget.prototype, 'addEventListener', (self, [type, listener, ...rest]) => {
        if (!isObject(listener)) return undefined;
        const before = known.get(listener);
        // The listener may have been added before we were there, and would be called twice. Where it is another copy's stand-in, it is to stay.
        if ((before as unknown) !== listener) Reflect.apply(remove, self, [type, listener, ...rest]);
        const standIn = before ?? throwingAgain(listener);
        // A stand-in stands in for itself: another copy of us may be given it as the listener.
        known.set(listener, standIn).set(standIn, standIn);
        return { given: [type, standIn, ...rest] };
      });
    };
    return together({ ...Object.fromEntries(timers), eventTarget }, options);
  },
});
