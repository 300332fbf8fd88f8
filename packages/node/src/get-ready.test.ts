import { useFakeTimers, useRealTimers } from '@tocsin/kit/node-timers';
import { afterEach, expect, it, vi } from 'vitest';
import { getReady } from './get-ready';

afterEach(() => {
  useRealTimers();
});

it('waits until the program has had its turn, and leaves no timer', async () => {
  useFakeTimers();
  const ran: string[] = [];
  getReady(() => ran.push('rest'));
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(ran).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ran).toEqual(['rest']);
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps to itself what goes wrong then', async () => {
  useFakeTimers();
  getReady(() => {
    throw new Error('ours');
  });
  await expect(vi.advanceTimersByTimeAsync(2)).resolves.toBeDefined();
});
