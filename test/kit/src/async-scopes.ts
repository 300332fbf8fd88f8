import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveScopes, ScopeStore } from '@tocsin/core/platform';

/** Follows scopes through asynchronous work, as a server's platform does. */
export const asyncScopes = (): ScopeStore => {
  const storage = new AsyncLocalStorage<ActiveScopes>();
  return { get: () => storage.getStore(), run: (scopes, body, ...given) => storage.run(scopes, body, ...given) };
};
