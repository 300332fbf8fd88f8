import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveScopes, ScopeStore } from '@tocsin/core/platform';

/** Follows scopes through promises, timers and callbacks. */
export const createAsyncScopeStore = (): ScopeStore => {
  // Made when there are scopes to follow: until then all is in force everywhere.
  let storage: AsyncLocalStorage<ActiveScopes> | undefined;
  const followed = (): AsyncLocalStorage<ActiveScopes> => (storage ??= new AsyncLocalStorage());
  return {
    get: () => storage?.getStore(),
    run: (scopes, body) => followed().run(scopes, body),
    enter: (scopes) => followed().enterWith(scopes),
  };
};
