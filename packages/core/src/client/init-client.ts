import { callHook } from '../base/fences';
import { bindClient, getCarrier, releaseClient } from './carrier';
import type { Client, ClientOptions } from './client';
import { createClient } from './create-client';
import type { Runtime } from './runtime';

/**
 * Makes a client and binds the capture functions to it; for the `init` of a platform package. A
 * client that was bound before is closed in the background: its pending events still go out.
 */
export const initClient = (options: ClientOptions, runtime: Runtime): Client => {
  const before = getCarrier().client;
  const client = createClient(options, runtime, releaseClient);
  bindClient(client, runtime.scopes);
  const { initialScope } = client.getOptions();
  if (initialScope) callHook(client.report, 'initialScope', () => getCarrier().global.update(initialScope));
  if (before) void before.close();
  return client;
};
