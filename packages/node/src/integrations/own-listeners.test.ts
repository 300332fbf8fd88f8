import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Undo } from '@tocsin/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listening } from './own-listeners';

const EVENT = 'tocsin-test';
const undoing: Undo[] = [];
const emitter: EventEmitter = process;

const hear = (event = EVENT): Undo => {
  const undo = listening(event, () => undefined);
  undoing.push(undo);
  return undo;
};

/** Listeners of the app. */
const add = (count: number, event = EVENT): void => {
  for (let n = 0; n < count; n++) {
    const listener = (): void => undefined;
    emitter.on(event, listener);
    undoing.push(() => emitter.off(event, listener));
  }
};

const warnings: Error[] = [];
const onWarning = (warning: Error): void => void warnings.push(warning);
const warned = async (): Promise<readonly string[]> => {
  await nextTurn();
  return warnings.map(({ message }) => message.replace(/.* detected\. (\d+ [^ ]+) .*/, '$1'));
};
const limits = () => ({ own: Object.getOwnPropertyDescriptor(process, '_maxListeners'), limit: process.getMaxListeners() });

let before: ReturnType<typeof limits>;
beforeEach(() => {
  before = limits();
  warnings.length = 0;
  process.on('warning', onWarning);
});
afterEach(async () => {
  await nextTurn();
  for (const undo of undoing.splice(0)) undo();
  process.off('warning', onWarning);
  if (before.own) Object.defineProperty(process, '_maxListeners', before.own);
});

describe('listeners of ours', () => {
  it('leave the app as many as it may have', async () => {
    hear();
    hear('another');
    add(10);
    expect(await warned()).toEqual([]);
    add(2);
    expect(await warned()).toEqual([`12 ${EVENT}`]);
  });

  it.each([1, 2, 3])('leave it the limit of %i that it has set before', async (limit) => {
    process.setMaxListeners(limit);
    hear();
    add(limit);
    expect(await warned()).toEqual([]);
  });

  it('leave the app its own however many they are', async () => {
    for (let client = 0; client < 30; client++) hear();
    add(10);
    expect(await warned()).toEqual([]);
    add(1);
    expect(await warned()).toEqual([`41 ${EVENT}`]);
  });

  it.each([0, Infinity])('find no limit in %d', async (limit) => {
    process.setMaxListeners(limit);
    hear();
    add(30);
    expect(await warned()).toEqual([]);
    expect(process.getMaxListeners()).toBe(limit);
  });

  it('leave alone what the app sets, then and when they go', () => {
    const leave = hear();
    process.setMaxListeners(20);
    expect(process.getMaxListeners()).toBe(20);
    leave();
    expect(process.getMaxListeners()).toBe(20);
  });

  it('follow the limit of all emitters', async () => {
    hear();
    const usual = EventEmitter.defaultMaxListeners;
    try {
      EventEmitter.defaultMaxListeners = 12;
      add(12);
      expect(await warned()).toEqual([]);
    } finally {
      EventEmitter.defaultMaxListeners = usual;
    }
  });

  it('go without a trace, the last one with the room that was made', () => {
    const traces = (): unknown => [process.eventNames().map((name) => [name, process.listenerCount(name)]), limits()];
    const found = traces();
    const [one, other] = [hear(), hear('another')];
    one();
    expect(process.getMaxListeners()).toBe(EventEmitter.defaultMaxListeners + 1);
    other();
    expect(traces()).toEqual(found);
  });
});
