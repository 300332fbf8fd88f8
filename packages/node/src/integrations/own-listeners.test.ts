import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Undo } from '@tocsin/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { besideOthers } from './beside-others';
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
  return warnings.map(({ message }) => message.replace(/ Use .*/, ''));
};
const tooMany = (count: number, limit = 10): string => `Possible EventEmitter memory leak detected. ${count} ${EVENT} listeners added to [process]. MaxListeners is ${limit}.`;

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
  it('do not count where the app has as many as it may', async () => {
    hear();
    hear();
    add(10);
    expect(await warned()).toEqual([]);
    expect(limits()).toEqual(before);
  });

  it('are not counted in the warning when it has more', async () => {
    hear();
    hear();
    add(13);
    expect(await warned()).toEqual([tooMany(11)]);
    expect(warnings[0]).toMatchObject({ count: 11, stack: expect.stringContaining('11 tocsin-test listeners') });
    expect(process.listeners('warning').at(-1)).toBe(onWarning);
    expect(limits()).toEqual(before);
  });

  it('leave the warnings of other events alone', async () => {
    hear('another');
    add(11);
    expect(await warned()).toEqual([tooMany(11)]);
  });

  it('may be the last straw, of which nobody is warned', async () => {
    add(10);
    hear();
    expect(await warned()).toEqual([]);
    add(1);
    expect(await warned()).toEqual([tooMany(11)]);
  });

  it.each([1, 2, 3])('follow a limit of %i that the app sets', async (limit) => {
    hear();
    process.setMaxListeners(limit);
    add(limit);
    expect(await warned()).toEqual([]);
    add(1);
    expect(await warned()).toEqual([tooMany(limit + 1, limit)]);
    expect(process.getMaxListeners()).toBe(limit);
  });

  it.each([0, Infinity])('find no limit in %d', async (limit) => {
    hear();
    process.setMaxListeners(limit);
    add(30);
    expect(await warned()).toEqual([]);
    expect(process.getMaxListeners()).toBe(limit);
  });

  it('let the app set another limit right after it has reached the first', async () => {
    hear();
    add(10);
    process.setMaxListeners(20);
    add(10);
    await nextTurn();
    expect(process.getMaxListeners()).toBe(20);
    expect(await warned()).toEqual([]);
  });

  it('leave a process to the limit of all emitters where it follows that', async () => {
    hear();
    add(10);
    await nextTurn();
    const usual = EventEmitter.defaultMaxListeners;
    try {
      EventEmitter.defaultMaxListeners = 12;
      expect(process.getMaxListeners()).toBe(12);
      add(2);
      expect(await warned()).toEqual([]);
    } finally {
      EventEmitter.defaultMaxListeners = usual;
    }
  });

  it('that come with the first of the app do not count either', async () => {
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    undoing.push(() => others.forEach((other) => process.on('unhandledRejection', other)));
    process.setMaxListeners(1);
    undoing.push(besideOthers('unhandledRejection', () => undefined));
    add(1, 'unhandledRejection');
    expect(process.listenerCount('unhandledRejection')).toBe(2);
    expect(await warned()).toEqual([]);
  });

  it('go without a trace', () => {
    const names = (): unknown => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const found = names();
    const leave = [hear(), hear('another')];
    for (const undo of leave) undo();
    expect(names()).toEqual(found);
  });
});
