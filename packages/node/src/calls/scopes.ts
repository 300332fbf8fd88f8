/**
 * The functions of core that set something on the scopes, for whoever gets their arguments wrong: a line says
 * what was meant, and what can be told of it is kept. They stand here and not in core, because a page has no
 * room for them.
 */
import type { Breadcrumb, BreadcrumbHint, Context, EventProcessor, Primitive, Scope, User, WithScope } from '@tocsin/core';
import * as core from '@tocsin/core';
import type { Kind } from '../options/kinds';
import { bag, call } from '../options/kinds';
import { messageOf, running, takes } from './takes';

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const name: Kind = { must: 'a name and a value', fits: isPlain };
const bagOrNone: Kind = { must: 'an object, or null', fits: (value) => (value ?? undefined) === undefined || bag.fits(value) };

/** Who is using the app, in this request or job; `null` unsets. */
export const setUser = (user: User | null): void => core.setUser(takes('setUser', user, bagOrNone) ? user : isPlain(user) ? { id: String(user) } : null);

/** A searchable fact, of this request or job; some servers refuse keys over 32 characters. `undefined` unsets. */
export const setTag = (key: string, value: Primitive): void => (takes('setTag', key, name) ? core.setTag(key, value) : core.setTags(key as never)); // of what is no object nothing is set

/** Several tags at once; others stay. */
export const setTags = (tags: Readonly<Record<string, Primitive>>): void => void (takes('setTags', tags, bag) && core.setTags(tags));

/** A loose fact, of this request or job; prefer {@link setContext}. */
export const setExtra = (key: string, value: unknown): void => (takes('setExtra', key, name) ? core.setExtra(key, value) : core.setExtras(key as never)); // as above

/** Several extras at once; others stay. */
export const setExtras = (extra: Readonly<Record<string, unknown>>): void => void (takes('setExtras', extra, bag) && core.setExtras(extra));

/** A named group of facts, of this request or job; `null` removes it. */
export const setContext = (key: string, context: Context | null): void => {
  if (takes('setContext', key, name)) core.setContext(key, takes('setContext', context, bagOrNone) ? context : { value: context });
};

/** Remembers something that happened, for what follows in this request or job. `hint` goes to `beforeBreadcrumb`. */
export const addBreadcrumb = (given: Breadcrumb, hint?: BreadcrumbHint): void => {
  const crumb = takes('addBreadcrumb', given, bag) ? given : messageOf(given);
  if (crumb) core.addBreadcrumb(crumb, hint);
};

/** Adds a hook for every event of the process. */
export const addEventProcessor = (processor: EventProcessor): void => void (takes('addEventProcessor', processor, call) && core.addEventProcessor(processor));

/** Runs `body` with a scope of its own, or with that given before it: what is set on it is gone afterwards. */
export const withScope = <T>(...given: WithScope<T>): T => running('withScope', given.at(-1), () => core.withScope(...given));

/** Runs `body` as a request or job of its own: what is set inside does not leak out, nor in from others. */
export const withIsolationScope = <T>(body: (isolation: Scope) => T): T => running('withIsolationScope', body, () => core.withIsolationScope(body));
