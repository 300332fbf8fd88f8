import { useFakeTimers, useRealTimers } from '@tocsin/kit/node-timers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSharedDelay } from './shared-delay';

describe('a shared delay', () => {
  beforeEach(() => useFakeTimers());
  afterEach(() => useRealTimers());

  it('runs each once, in turn, and none before its time', () => {
    const delay = createSharedDelay(30);
    const ran: string[] = [];
    delay(() => ran.push('first'));
    delay(() => ran.push('second'));
    vi.advanceTimersByTime(20);
    delay(() => ran.push('third'));
    vi.advanceTimersByTime(9);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['first', 'second']);
    vi.advanceTimersByTime(19);
    expect(ran).toEqual(['first', 'second']);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  it('runs none that was called off', () => {
    const delay = createSharedDelay(10);
    const ran: string[] = [];
    const undo = delay(() => ran.push('called off'));
    delay(() => ran.push('left'));
    undo();
    vi.advanceTimersByTime(10);
    expect(ran).toEqual(['left']);
  });

  it('needs one timer however many wait, and none when nobody does', () => {
    const delay = createSharedDelay(10);
    for (let n = 0; n < 100; n++) delay(() => undefined);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins again after a rest', () => {
    const delay = createSharedDelay(10);
    let ran = 0;
    for (const _turn of [1, 2]) {
      delay(() => ran++);
      vi.advanceTimersByTime(1000);
    }
    expect(ran).toBe(2);
  });
});

it('a shared delay keeps no process alive', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const undo = createSharedDelay(60_000)(() => undefined);
  expect(timers()).toBe(before);
  undo();
});
