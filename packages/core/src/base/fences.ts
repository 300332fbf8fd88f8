/**
 * The two fences; whatever else catches says why it has to. {@link guard} stands around our code that the
 * host calls: our bug never becomes the app's exception. {@link attempt}, and its forms for one purpose each,
 * stand around code of others that we call: hooks, getters, proxies, `toJSON`.
 */
import type { Report } from './diagnostics';

/** What came of calling somebody else's code. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Calls code that is not ours. A throw is a value; what to make of it is the caller's decision. */
export const attempt = <T>(run: () => T): Attempt<T> => {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, error };
  }
};

/** Like {@link attempt}, where something is to be done about a throw: what `otherwise` makes of it is the answer. */
export const attemptElse = <T, F>(run: () => T, otherwise: (cause: unknown) => F): T | F => {
  try {
    return run();
  } catch (cause) {
    return otherwise(cause);
  }
};

/** Like {@link attempt} for reading from hostile objects, where a throw means "nothing there". */
export const attemptOr = <T>(fallback: T, run: () => T): T => {
  try {
    return run();
  } catch {
    // The object's own getter or trap threw: it has nothing to tell us.
    return fallback;
  }
};

/** Like {@link attemptOr} for a single property, without a function of its own: a walk reads hundreds. */
export const readOr = (fallback: unknown, bag: Readonly<Record<PropertyKey, unknown>>, key: PropertyKey): unknown => {
  try {
    return bag[key];
  } catch {
    // As above.
    return fallback;
  }
};

/** Calls a hook of the app's. What it throws is told (T2001), and the answer is `undefined`. */
export const callHook = <T>(report: Report, name: string, run: () => T): T | undefined => attemptElse(run, (cause) => void report({ code: 'T2001', detail: `${name} threw`, cause }));

/** Makes something of an option of the app's. What is thrown, because the option is of no use, is told (T1003), and the answer is `undefined`. */
export const tryOption = <T>(report: Report, name: string, run: () => T): T | undefined => attemptElse(run, (cause) => void report({ code: 'T1003', detail: name, cause }));

/** Wraps code of ours that the host calls. Our bug is reported (T2003) and answered with `fallback`. */
export const guard = <T>(report: Report, fallback: T, run: () => T): T =>
  attemptElse(run, (cause) => {
    report({ code: 'T2003', cause });
    return fallback;
  });
