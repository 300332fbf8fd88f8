import { useFakeTimers, useRealTimers } from '@tocsin/kit/node-timers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPacer } from './pacer';

beforeEach(() => useFakeTimers());
afterEach(() => useRealTimers());

const start = (most: number) => {
  const turns: boolean[] = [];
  const pacer = createPacer(most, (isOn) => turns.push(isOn), () => performance.now());
  const spend = (times: number, each = 0): number => {
    let done = 0;
    for (let time = 0; time < times; time++) {
      pacer.spend(() => {
        done++;
        vi.advanceTimersByTime(each);
      });
    }
    return done;
  };
  return { turns, spend, stop: pacer.stop };
};

it('lets so many pass in a second, then rests', () => {
  const { turns, spend } = start(3);
  expect(spend(2)).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(spend(2)).toBe(2);
  expect(turns).toEqual([]);
  expect(spend(5)).toBe(1);
  expect(turns).toEqual([false]);
  vi.advanceTimersByTime(4999);
  expect(turns).toEqual([false]);
  vi.advanceTimersByTime(1);
  expect(turns).toEqual([false, true]);
});

it('rests when too much time was spent on few', () => {
  const { turns, spend } = start(1000);
  expect(spend(10, 10)).toBe(5);
  expect(turns).toEqual([false]);
});

it('rests twice as long each time, until it was quiet', () => {
  const { turns, spend } = start(1);
  vi.advanceTimersByTime(1000);
  for (const rest of [5000, 10_000, 20_000]) {
    spend(1);
    vi.advanceTimersByTime(rest - 1);
    expect(turns.at(-1)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(turns.at(-1)).toBe(true);
  }
  vi.advanceTimersByTime(20_000);
  spend(1);
  vi.advanceTimersByTime(5000);
  expect(turns.at(-1)).toBe(true);
});

it('leaves no timer behind', () => {
  const { spend, stop } = start(1);
  spend(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
