import { EventEmitter } from 'node:events';
import type { Undo } from '@tocsin/core';
import { raised } from './listener-limit';

/** The process as it is for any event: the types of `process.on` want to know which one it is. */
export const emitter = (): EventEmitter => process;

/** At each listener of ours, those of other copies of this package as well: what takes back the room that was made for them. */
const ROOM: unique symbol = Symbol.for('tocsin.room');

interface Hears extends Function {
  readonly [ROOM]?: Undo;
}

/** Listeners of ours, for each event. */
const ownListeners = (): Hears[][] => emitter().eventNames().map((event) => emitter().listeners(event).filter((listener: Hears) => listener[ROOM]));

/**
 * Listens to an event of the process. As many more as our listeners to any one event there may be than otherwise before Node warns, so
 * that the app may have as many as ever; of that many too many, or of so many too many to an event that is not ours, it does not hear.
 */
export const listening = (event: string, listener: (...given: never[]) => void, add: 'on' | 'prependListener' = 'on'): Undo => {
  const giveBack = ownListeners().flat()[0]?.[ROOM] ?? makeRoom();
  const own = Object.assign(listener as (...given: unknown[]) => void, { [ROOM]: giveBack });
  emitter()[add](event, own);
  return () => {
    emitter().off(event, own);
    if (ownListeners().flat().length === 0) giveBack();
  };
};

/** Follows the limit of all emitters, as a process without a limit of its own does. What the app sets is left alone. */
const makeRoom = (): Undo => {
  const define = (property: PropertyDescriptor): unknown => Object.defineProperty(process, '_maxListeners', { configurable: true, enumerable: true, ...property });
  const find = (): PropertyDescriptor | undefined => Object.getOwnPropertyDescriptor(process, '_maxListeners');
  const before = find() ?? { value: undefined, writable: true };
  const get = (): number => raised(before.value ?? EventEmitter.defaultMaxListeners, Math.max(...ownListeners().map(({ length }) => length)));
  define({ get, set: (value: unknown) => define({ value, writable: true }) });
  return () => void (find()?.get === get && define(before));
};
