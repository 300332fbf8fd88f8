import type { Attempt } from './fences';
import { isThenable, readProperty } from './read';

/**
 * Runs `body` and tells `end` how it ended: at once, or when the promise it returned is settled. What
 * it returns, throws or rejects with passes through. `end` must not throw.
 */
export const followed = <T>(body: () => T, end: (outcome: Attempt<unknown>) => void): T => {
  let value: T;
  // Not by one of the fences, which would stand in the stack of what the app makes in there.
  try {
    value = body();
  } catch (error) {
    end({ ok: false, error });
    throw error;
  }
  if (isThenable(value)) return followPromise(value, end) as T; // a promise of the same value, see below
  end({ ok: true, value });
  return value;
};

/**
 * The promise to hand on: it must be ours, because a handler on the caller's own would count as
 * handling, and a rejection that nobody handles would no longer be reported by the runtime.
 */
const followPromise = <T>(promise: PromiseLike<T>, end: (outcome: Attempt<unknown>) => void): PromiseLike<T> =>
  wholeOf(promise).then(
    (value) => {
      end({ ok: true, value });
      return value;
    },
    (error: unknown) => {
      end({ ok: false, error });
      throw error;
    },
  );

/** One of a library may have more than those of the language have, and keeps it. What has next to nothing may not even answer with a promise. */
const wholeOf = <T>(promise: PromiseLike<T>): PromiseLike<T> => (readProperty(promise, 'catch') ? promise : Promise.resolve(promise));
