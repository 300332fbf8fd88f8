import { AsyncLocalStorage } from 'node:async_hooks';
import { getClient } from '@tocsin/core';
import type { Part } from '@tocsin/core/platform';
import { guard } from '@tocsin/core/platform';

/** Knows what runs because a logger was heard. */
interface Echo extends Part {
  readonly heard: AsyncLocalStorage<boolean>;
}

const createEcho = (): Echo => ({ heard: new AsyncLocalStorage() });

/**
 * Runs what takes in a line that somebody has logged. What the app's hooks log meanwhile, or later
 * because of it, is not taken in: it would lead to the same hooks again, without end.
 */
export const withoutEcho = (run: () => void): void => {
  const client = getClient();
  const echo = client?.part(createEcho);
  if (!client || !echo || echo.heard.getStore()) return;
  guard(client.report, undefined, () => echo.heard.run(true, run));
};
