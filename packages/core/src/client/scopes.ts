import type { Breadcrumb, BreadcrumbHint, Context, Primitive, User } from '../event/event';
import type { Scope } from '../scope/scope';
import type { EventProcessor } from '../scope/scope-data';
import type { ActiveScopes, ScopeStore } from '../scope/scope-store';
import { createBreadcrumbHook } from './breadcrumb-hook';
import { activeScopes, getCarrier } from './carrier';
import { withPart } from './with-client';

/** The scope of this block of code; what is set here ends with the enclosing `withScope`. */
export const getCurrentScope = (): Scope => activeScopes(getCarrier()).current;

/** The scope of this request or job. The setters of this module write here. */
export const getIsolationScope = (): Scope => activeScopes(getCarrier()).isolation;

/** The scope of the whole process: put here only what is true for every event. */
export const getGlobalScope = (): Scope => getCarrier().global;

/**
 * Runs something in certain scopes, as often as it is called, and leaves no line of ours in a stack: each would take the
 * place of one of the app's.
 */
export type Enter = <T, Given extends readonly unknown[]>(body: (...given: Given) => T, ...given: Given) => T;

const entering = (store: ScopeStore, scopes: ActiveScopes): Enter => store.run.bind(store, scopes) as Enter; // of a function with type parameters `bind` forgets them

/** Back into the scopes in force here. */
export const sameScopes = (): Enter => {
  const carrier = getCarrier();
  return entering(carrier.store, activeScopes(carrier));
};

/** Into a block of code, with a current scope of its own. */
export const newBlock = (): Enter => {
  const carrier = getCarrier();
  const { isolation, current } = activeScopes(carrier);
  return entering(carrier.store, { isolation, current: current.fork() });
};

/** Into a request or job: a trace of its own, unless it continues its caller's, or that of the scope that is brought along. */
export const newIsolation = (given?: Scope): Enter => {
  const carrier = getCarrier();
  const { isolation, current } = activeScopes(carrier);
  return entering(carrier.store, { isolation: given ?? isolation.fork().setTrace(undefined), current: current.fork() });
};

/** What {@link withScope} and {@link withIsolationScope} take: what to run, before it perhaps the scope to run it with. */
export type WithScope<T> = readonly [body: (scope: Scope) => T] | readonly [scope: Scope | undefined, body: (scope: Scope) => T];

/** Runs `body` with a current scope of its own, or with that given before it: what is set on it is gone afterwards. What `body` throws passes through. */
export const withScope = <T>(...given: WithScope<T>): T => {
  const carrier = getCarrier();
  const { isolation, current } = activeScopes(carrier);
  const [scope = current.fork(), body] = given.length === 1 ? [undefined, ...given] : given;
  return carrier.store.run({ isolation, current: scope }, body, scope);
};

/** Runs `body` as a request or job of its own, or with the isolation scope given before it: users, tags and breadcrumbs set inside do not leak out, nor in from others. */
export const withIsolationScope = <T>(...given: WithScope<T>): T => {
  const [scope, body] = given.length === 1 ? [undefined, ...given] : given;
  const enter = newIsolation(scope);
  return enter(body, enter(getIsolationScope));
};

/** Remembers something that happened, for the events that follow in this isolation scope. `hint` goes to `beforeBreadcrumb`. Before `init` it does nothing. */
export const addBreadcrumb = (crumb: Breadcrumb, hint?: BreadcrumbHint): void =>
  withPart(createBreadcrumbHook, undefined, (hook) => hook.add(crumb, hint, getIsolationScope()));

/** See {@link Scope.setUser}, on the isolation scope. */
export const setUser = (user: User | null): void => void getIsolationScope().setUser(user);

/** See {@link Scope.setTag}, on the isolation scope. */
export const setTag = (key: string, value: Primitive): void => void getIsolationScope().setTag(key, value);

/** See {@link Scope.setTags}, on the isolation scope. */
export const setTags = (tags: Readonly<Record<string, Primitive>>): void => void getIsolationScope().setTags(tags);

/** See {@link Scope.setExtra}, on the isolation scope. */
export const setExtra = (key: string, value: unknown): void => void getIsolationScope().setExtra(key, value);

/** See {@link Scope.setExtras}, on the isolation scope. */
export const setExtras = (extra: Readonly<Record<string, unknown>>): void => void getIsolationScope().setExtras(extra);

/** See {@link Scope.setContext}, on the isolation scope. */
export const setContext = (name: string, context: Context | null): void => void getIsolationScope().setContext(name, context);

/** Adds a hook for every event of the process; for one request use the isolation scope's own. */
export const addEventProcessor = (processor: EventProcessor): void => void getGlobalScope().addEventProcessor(processor);
