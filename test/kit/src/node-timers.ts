import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { vi } from 'vitest';

const take = (): void => {
  const { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = globalThis;
  Object.assign(timers, { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout });
  syncBuiltinESMExports();
};

/** Fakes the global timers and, with them, those of `node:timers`. */
export const useFakeTimers = (options?: Parameters<typeof vi.useFakeTimers>[0]): void => {
  vi.useFakeTimers(options);
  take();
};

/** Takes both back. */
export const useRealTimers = (): void => {
  vi.useRealTimers();
  take();
};
