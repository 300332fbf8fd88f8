import { afterEach, expect, it, vi } from 'vitest';
import { getReady } from './get-ready';

afterEach(() => {
  vi.useRealTimers();
});

it('waits until the program has had its turn, and leaves no timer', async () => {
  vi.useFakeTimers();
  getReady();
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(2);
  expect(vi.getTimerCount()).toBe(0);
});
