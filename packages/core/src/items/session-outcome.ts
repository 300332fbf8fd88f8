import { attemptOr } from '../base/fences';
import type { Captured } from '../client/client';
import type { Exception } from '../event/event';

/**
 * What something captured means for the session in which it happened. An exception, or an event of level
 * `error` and above that is no message, makes it `errored`; one that nobody handled makes it `crashed`. What was
 * folded or sampled out has no event yet: it is built without frames, which nobody reads here.
 */
export const sessionOutcome = ({ event, occurrence }: Captured): 'crashed' | 'errored' | undefined =>
  // An event that somebody built may hold anything.
  attemptOr(undefined, () => {
    const { exception, logentry, message, level } = event ?? occurrence.build(() => []);
    const values: readonly (Exception | null | undefined)[] = [exception?.values ?? []].flat();
    if (values.some((one) => one?.mechanism?.handled === false)) return 'crashed';
    // The stack of a message stands in an exception without a type.
    if (values.some((one) => one?.type !== undefined)) return 'errored';
    return (logentry ?? message) === undefined && (level === 'error' || level === 'fatal') ? 'errored' : undefined;
  });
