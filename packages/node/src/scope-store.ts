import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveScopes, ScopeStore } from '@tocsin/core/platform';

/** Follows scopes through promises, timers and callbacks. */
export const createAsyncScopeStore = (): ScopeStore => {
  const storage = new AsyncLocalStorage<ActiveScopes>();
  return {
    get: () => storage.getStore(),
    run: (scopes, body) => storage.run(scopes, body),
    enter: (scopes) => storage.enterWith(scopes),
  };
};
