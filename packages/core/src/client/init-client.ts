import { getCarrier, bindClient, releaseClient } from './carrier';
import type { CaptureContext } from '../scope/scope-data';
import { toTags } from '../scope/scope-data';
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
  if (options.initialScope) applyInitialScope(options.initialScope);
  if (before) void before.close();
  return client;
};

const applyInitialScope = ({ user, level, transaction, fingerprint, tags, extra, contexts }: CaptureContext): void => {
  const { global } = getCarrier();
  if (user) global.setUser(user);
  if (level) global.setLevel(level);
  if (transaction !== undefined) global.setTransactionName(transaction);
  if (fingerprint) global.setFingerprint(fingerprint);
  global.setTags(toTags(tags)).setExtras(extra ?? {});
  for (const [name, context] of Object.entries(contexts ?? {})) global.setContext(name, context);
};
