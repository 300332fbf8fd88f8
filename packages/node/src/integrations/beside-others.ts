import type { Undo } from '@tocsin/core';
import { emitter, listening } from './own-listeners';

/** What a process tells of errors that nobody has caught. */
export type FatalEvent = 'uncaughtException' | 'unhandledRejection';

/** A text that was thrown has no stack; one made where that is heard would only show who listens. */
export const NO_STACK = { stack: 'unknown' };

/** Listens only while somebody else does: alone, a listener would change how the process ends. */
export const besideOthers = (event: FatalEvent, listener: (thrown: unknown) => void): Undo => {
  let leave: Undo | undefined;
  const join = (): void => {
    leave ??= listening(event, listener);
  };
  const onNew = (name: string | symbol, added: unknown): void => {
    if (name === event && added !== listener) join();
  };
  const onRemoved = (name: string | symbol, removed: unknown): void => {
    if (name !== event || removed === listener || emitter().listeners(event).some((other) => other !== listener)) return;
    leave?.();
    leave = undefined;
  };
  if (emitter().listenerCount(event) > 0) join();
  const ignoreNew = listening('newListener', onNew);
  const ignoreRemoved = listening('removeListener', onRemoved);
  return () => {
    ignoreNew();
    ignoreRemoved();
    leave?.();
  };
};
