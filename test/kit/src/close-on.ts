import { close } from '@tocsin/core';
import type { FakeRuntime } from './fake-runtime';

/** Closes the client that runs on this runtime, without waiting for anything: nobody else moves its time on. */
export const closeOn = async (runtime: FakeRuntime): Promise<void> => {
  const closed = close(0);
  await runtime.advance(0);
  await closed;
};
