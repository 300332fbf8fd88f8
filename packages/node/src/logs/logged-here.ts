import type { StackFrame } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Calls of a logger's that may stand between the app and us: winston makes some fifteen. */
const DEEP = 50;

/** The stack of the logger that has called `ours`, and of who has called the logger; as deep as it takes to see that. */
export const stackAbove = (ours: () => void): string | undefined =>
  attemptOr(undefined, () => {
    const here = new Error();
    const limit = Error.stackTraceLimit;
    // The app may have made it unchangeable.
    if (limit > 0) Reflect.set(Error, 'stackTraceLimit', DEEP);
    Error.captureStackTrace(here, ours);
    Reflect.set(Error, 'stackTraceLimit', limit);
    const { stack }: { readonly stack?: unknown } = here;
    return typeof stack === 'string' ? stack : undefined;
  });

/** Of such frames those from the app's own on, as many as a stack has. Where the app lies in a package all of them. */
export const fromApp = (frames: readonly StackFrame[]): StackFrame[] => {
  const end = frames.lastIndexOf(frames.filter((frame) => frame.in_app).at(-1) ?? {});
  return frames.slice(0, end + 1 || undefined).slice(-Error.stackTraceLimit);
};
