import type { Diagnostic } from '../base/diagnostics';
import { attempt, guard } from '../base/fences';
import { getClient } from '../client/lifecycle';

/** Tells the developer. Without a client there is nobody to tell. */
export const tell = (diagnostic: Diagnostic): undefined => void getClient()?.report(diagnostic);

/** Runs our part of serving a request. Should we fail, the developer is told (T2003), and the answer is `fallback`. */
export const fenced = <T>(fallback: T, run: () => T): T => guard(tell, fallback, run);

/** Tells the developer of a bug of ours (T2003), like {@link fenced}, where it was caught already. */
export const tellBug = (cause: unknown): undefined => tell({ code: 'T2003', cause });

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
  tellBug(ended.error);
  next();
};
