import { useFakeTimers, useRealTimers } from '@tocsin/kit/node-timers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHeldFiles } from './held-files';

beforeEach(() => useFakeTimers());
afterEach(() => useRealTimers());

it('touches what is held, again and again, and leaves no timer', () => {
  const touched: string[] = [];
  const held = createHeldFiles((name) => void touched.push(name));
  expect(vi.getTimerCount()).toBe(0);
  held.add('a');
  held.add('b');
  vi.advanceTimersByTime(20_000);
  held.delete('a');
  vi.advanceTimersByTime(20_000);
  expect(touched).toEqual(['a', 'b', 'b']);
  held.delete('b');
  expect(vi.getTimerCount()).toBe(0);
  held.add('c');
  expect(vi.getTimerCount()).toBe(1);
  held.delete('c');
});
