import { attempt, guard } from '../base/fences';
import { getClient } from '../client/lifecycle';

/** Our part of serving a request. Should we fail, it goes on with `fallback`, and the developer is told. */
export const fenced = <T>(fallback: T, run: () => T): T =>
  // Without a client there is nobody to tell.
  guard(getClient()?.report ?? (() => undefined), fallback, run);

/**
 * Runs a middleware of ours, which ends with `proceed`: whatever fails in it, the request goes on,
 * once. What fails behind `proceed` is the app's own, and stays with it.
 */
export const proceedOnce = (next: () => void, run: (proceed: () => void) => void): void => {
  let proceeded = false;
  const proceed = (): void => {
    proceeded = true;
    next();
  };
  const ended = attempt(() => run(proceed));
  if (ended.ok) return;
  if (proceeded) throw ended.error;
  fenced(undefined, () => {
    throw ended.error;
  });
  next();
};
