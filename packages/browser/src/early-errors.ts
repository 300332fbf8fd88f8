import { getClient } from '@tocsin/core';
import { guard } from '@tocsin/core/platform';
import type { Uncaught } from './integrations/global-handlers';
import { captureUncaught } from './integrations/global-handlers';

/** What `loader.js` has kept, in the order in which it happened. */
interface Early extends Array<Uncaught> {
  /** Takes the loader's listeners back. */
  readonly stop?: () => void;
}

/**
 * Captures what has failed in the page before `init`, when `loader.js` stands in its head: the first hundred at
 * most. Call it after `init`. Without a loader, or a second time, it does nothing. Never throws.
 */
export const captureEarlyErrors = (): void => {
  const client = getClient();
  if (!client) return;
  guard(client.report, undefined, () => {
    const early: Early | undefined = Reflect.get(globalThis, 'tocsinEarly');
    early?.stop?.();
    early?.splice(0).forEach(captureUncaught);
  });
};
