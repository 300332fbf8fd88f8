import { AsyncLocalStorage } from 'node:async_hooks';
import type { ActiveScopes, ScopeStore } from '@tocsin/core/platform';

/** Follows scopes through promises, timers and callbacks. */
export const createAsyncScopeStore = (): ScopeStore => {
  // Made when there are scopes to follow: until then all is in force everywhere.
  let storage: AsyncLocalStorage<ActiveScopes> | undefined;
  const followed = (): AsyncLocalStorage<ActiveScopes> => (storage ??= new AsyncLocalStorage());
  return {
    get: () => storage?.getStore(),
    // Not called through a function of ours, which would stand in every stack.
    get run() {
      const store = followed();
      return store.run.bind<ScopeStore['run']>(store);
    },
    enter: (scopes) => followed().enterWith(scopes),
  };
};
