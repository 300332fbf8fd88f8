import type { Undo } from '@tocsin/core';

/** What a process tells of errors that nobody has caught. */
export type FatalEvent = 'uncaughtException' | 'unhandledRejection';

/** The types of `process.on` want to know which of the two events it is. */
const emitter = (): NodeJS.EventEmitter => process;

/** Listens in any case. */
export const listening = (event: FatalEvent, listener: (thrown: unknown) => void): Undo => {
  emitter().on(event, listener);
  return () => void emitter().off(event, listener);
};

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
  process.on('newListener', onNew);
  process.on('removeListener', onRemoved);
  return () => {
    process.off('newListener', onNew);
    process.off('removeListener', onRemoved);
    leave?.();
  };
};
