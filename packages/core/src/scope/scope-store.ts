import type { Scope } from './scope';

/** The two scopes that change as the program runs; the global one is one per process. */
export interface ActiveScopes {
  /** One request, job or page. */
  readonly isolation: Scope;
  /** One block of code inside it. */
  readonly current: Scope;
}

/**
 * Keeps track of which scopes are active where. Node has one that follows asynchronous work
 * (`AsyncLocalStorage`); {@link createStackScopeStore} serves where nothing better exists.
 */
export interface ScopeStore {
  /** The active scopes, or `undefined` outside every `run`. */
  get(): ActiveScopes | undefined;
  /** Makes `scopes` the active ones while `body` runs, with what stands behind it. What `body` throws passes through. */
  run<T, Given extends readonly unknown[]>(scopes: ActiveScopes, body: (...given: Given) => T, ...given: Given): T;
  /** Makes `scopes` the active ones for the rest of the synchronous execution, and for all that begins in it. Only where the platform can. */
  enter?(scopes: ActiveScopes): void;
}

/** Follows synchronous code only: what runs after an `await` sees the outer scopes again. */
export const createStackScopeStore = (): ScopeStore => {
  let active: ActiveScopes | undefined;
  return {
    get: () => active,
    run(scopes, body, ...given) {
      const outer = active;
      active = scopes;
      try {
        return body(...given);
      } finally {
        active = outer;
      }
    },
  };
};
