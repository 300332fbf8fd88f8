import type { Undo } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';
import type { EventName } from './listener-limit';
import { createLimit } from './listener-limit';

/** The types of `process.on` want to know which event it is. */
const emitter = (): NodeJS.EventEmitter => process;

/** Marks our listeners, those of other copies of this package as well. */
const OWN = Symbol.for('tocsin.listener');

/** The one that keeps the limit, for all of them. */
const LIMIT = 'limit';

const markOf = (listener: object): unknown => Reflect.get(listener, OWN);

const isOwn = (listener: object): boolean => markOf(listener) !== undefined;

const countOwn = (event: EventName): number => emitter().listeners(event).filter(isOwn).length;

/**
 * Listens to an event of the process, `isFirst` before all others. Node warns of an event with more than
 * `getMaxListeners` listeners; of the app's it warns as if ours were not there.
 */
export const listening = (event: EventName, listener: (...given: never[]) => void, isFirst = false): Undo => {
  const own = Object.assign(listener as (...given: unknown[]) => void, { [OWN]: true });
  if (!emitter().listeners('newListener').some((other) => markOf(other) === LIMIT)) keepLimit();
  if (isFirst) emitter().prependListener(event, own);
  else emitter().on(event, own);
  return () => {
    emitter().off(event, own);
    attempt(leaveLimit);
  };
};

const keepLimit = (): void => {
  const { beforeAdding } = createLimit({ countOwn, hearFirst: (event, listener) => listening(event, listener, true) });
  // The app is just about to listen to something: nothing in here may reach it.
  const onNew = (event: EventName, added: object): void => void attempt(() => beforeAdding(event, isOwn(added)));
  Object.assign(onNew, { [OWN]: LIMIT });
  // There is nobody yet who would hear of it.
  onNew('newListener', onNew);
  emitter().on('newListener', onNew);
};

/** The last one of ours puts out the light. */
const leaveLimit = (): void => {
  const marks = emitter().eventNames().flatMap((event) => emitter().listeners(event).map(markOf));
  if (marks.includes(true)) return;
  for (const other of emitter().listeners('newListener')) if (markOf(other) === LIMIT) emitter().off('newListener', other as () => void);
};
