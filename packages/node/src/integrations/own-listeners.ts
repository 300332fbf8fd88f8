import { EventEmitter } from 'node:events';
import type { Undo } from '@tocsin/core';
import { oneMore } from './beside';

/** The types of `process.on` want to know which event it is. */
const emitter = (): EventEmitter => process;

/** At each listener of ours, those of other copies of this package as well: what takes back the room that was made for them. */
const ROOM = Symbol.for('tocsin.room');

const findRoom = (): Undo | undefined => {
  const listeners = emitter().eventNames().flatMap((event) => emitter().listeners(event));
  return listeners.map((listener): Undo | undefined => Reflect.get(listener, ROOM)).find(Boolean);
};

/**
 * Listens to an event of the process. While any listener of ours does, there may be one more than otherwise before Node warns, so
 * that the app may have as many as ever; of exactly one too many, or of one too many to an event that is not ours, it does not hear.
 */
export const listening = (event: string, listener: (...given: never[]) => void, add: 'on' | 'prependListener' = 'on'): Undo => {
  const giveBack = findRoom() ?? makeRoom();
  const own = Object.assign(listener as (...given: unknown[]) => void, { [ROOM]: giveBack });
  emitter()[add](event, own);
  return () => {
    emitter().off(event, own);
    if (!findRoom()) giveBack();
  };
};

/** Follows the limit of all emitters, as a process without a limit of its own does. What the app sets is left alone. */
const makeRoom = (): Undo => {
  const define = (property: PropertyDescriptor): unknown => Object.defineProperty(process, '_maxListeners', { configurable: true, enumerable: true, ...property });
  const find = (): PropertyDescriptor | undefined => Object.getOwnPropertyDescriptor(process, '_maxListeners');
  const before = find() ?? { value: undefined, writable: true };
  const get = (): number => oneMore(before.value ?? EventEmitter.defaultMaxListeners);
  define({ get, set: (value: unknown) => define({ value, writable: true }) });
  return () => void (find()?.get === get && define(before));
};
