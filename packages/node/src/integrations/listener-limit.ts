import type { Undo } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';

/** The names of an emitter's events. */
export type EventName = string | symbol;

/** What a {@link Limit} knows of our listeners. */
export interface LimitOptions {
  /** How many of those who listen to this event of the process are ours. */
  readonly countOwn: (event: EventName) => number;
  /** Listens before all others. */
  readonly hearFirst: (event: EventName, listener: (given: never) => void) => Undo;
}

/** What keeps Node's warning of too many listeners to what the app itself has. */
export interface Limit {
  /** Has to hear of each listener to an event of the process before it is there; `isOwn`: of whether it is ours. */
  readonly beforeAdding: (event: EventName, isOwn: boolean) => void;
}

/**
 * As long as the app has no more listeners to an event than it may, the limit is out of force for the moment in which one
 * is added; nothing else about it changes, and no other event is meant. When it has more, Node warns, and the
 * warning counts only those of the app.
 */
export const createLimit = (options: LimitOptions): Limit => {
  const { countOwn } = options;
  const correcting = createCorrecting(options);
  let restore: Undo = () => undefined;
  return {
    beforeAdding(event, isOwn) {
      restore();
      const limit = process.getMaxListeners();
      const count = process.listenerCount(event) + 1;
      if (limit === 0 || count <= limit) return;
      const own = countOwn(event);
      if (isOwn || count - own <= limit) restore = liftLimit(count);
      else if (own > 0) {
        correcting();
        // What listens for that may have lifted it.
        restore();
      }
    },
  };
};

/** Puts it back before the next listener is added, or when the program has come to rest, unless the app has set it meanwhile. */
const liftLimit = (limit: number): Undo => {
  const before = process.getMaxListeners();
  // Without a limit of its own a process follows `EventEmitter.defaultMaxListeners`: it has to have none again.
  const own = Object.getOwnPropertyDescriptor(process, '_maxListeners');
  let isLifted = true;
  const restore = (): void => {
    if (isLifted && process.getMaxListeners() === limit) {
      process.setMaxListeners(before);
      if (own) Object.defineProperty(process, '_maxListeners', own);
    }
    isLifted = false;
  };
  process.setMaxListeners(limit);
  process.nextTick(restore);
  return restore;
};

interface TooMany extends Error {
  readonly emitter?: unknown;
  readonly type: EventName;
  count: number;
}

/** Hears of warnings before everybody else, for as long as one that Node has decided upon is on its way. */
const createCorrecting = ({ countOwn, hearFirst }: LimitOptions): (() => void) => {
  const correct = (warning: TooMany): void => {
    if (warning.name !== 'MaxListenersExceededWarning' || warning.emitter !== process) return;
    const { count, stack = '' } = warning;
    warning.count = count - countOwn(warning.type);
    const corrected = (text: string): string => text.replace(`${count} `, `${warning.count} `);
    warning.message = corrected(warning.message);
    warning.stack = corrected(stack);
  };
  const onWarning = (warning: Error): void => void attempt(() => correct(warning as TooMany));
  let expected = 0;
  let ignore: Undo = () => undefined;
  const leave = (): void => {
    if (--expected === 0) ignore();
  };
  return () => {
    if (expected++ === 0) ignore = hearFirst('warning', onWarning);
    // Node tells of it in the next turn, which it takes only now.
    process.nextTick(() => process.nextTick(leave));
  };
};
