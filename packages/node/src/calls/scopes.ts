/**
 * The functions of core that set something on the scopes, for whoever gets their arguments wrong: a line says
 * what was meant, and what can be told of it is kept. They stand here and not in core, because a page has no
 * room for them.
 */
import type { Breadcrumb, BreadcrumbHint, Context, EventProcessor, Primitive, Scope, User, WithScope } from '@tocsin/core';
import {
  addBreadcrumb as coreAddBreadcrumb,
  addEventProcessor as coreAddEventProcessor,
  setContext as coreSetContext,
  setExtra as coreSetExtra,
  setExtras as coreSetExtras,
  setTag as coreSetTag,
  setTags as coreSetTags,
  setUser as coreSetUser,
  withIsolationScope as coreWithIsolationScope,
  withScope as coreWithScope,
} from '@tocsin/core';
import { bag, call } from '../options/kinds';
import { messageOf, running, takes } from './takes';

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const isUnset = (value: unknown): boolean => value === null || value === undefined;

const aUser = { must: "an object such as { id: '7' }, or null; a text is taken for the id", fits: (value: unknown) => isUnset(value) || bag.fits(value) };
const aName = { must: 'a name and a value; an object is taken for several', fits: (value: unknown) => isPlain(value) };
const aBag = { must: 'an object of names and values; anything else is left out', fits: bag.fits };
const aContextName = { must: 'a name and an object; without a name nothing is set', fits: isPlain };
const aContext = { must: 'a name and an object, or null to unset it; anything else is kept as its value', fits: (value: unknown) => isUnset(value) || bag.fits(value) };
const aCrumb = { must: "an object such as { message: 'saved' }; a text is taken for the message", fits: bag.fits };
const aProcessor = { must: 'a function that takes an event and returns it, or null; nothing is added', fits: call.fits };

/** Who is using the app, for events of this isolation scope (request, job); `null` unsets. */
export const setUser = (user: User | null): void => coreSetUser(takes('setUser', user, aUser) ? user : isPlain(user) ? { id: String(user) } : null);

/** A searchable fact, for events of this isolation scope; keys over 32 characters are refused by some servers. `undefined` unsets. */
export const setTag = (key: string, value: Primitive): void => (takes('setTag', key, aName) ? coreSetTag(key, value) : coreSetTags(key as never)); // of what is no object nothing is set

/** Several tags at once, for events of this isolation scope; others stay. */
export const setTags = (tags: Readonly<Record<string, Primitive>>): void => void (takes('setTags', tags, aBag) && coreSetTags(tags));

/** A loose fact, for events of this isolation scope; prefer {@link setContext}, which groups what belongs together. */
export const setExtra = (key: string, value: unknown): void => (takes('setExtra', key, aName) ? coreSetExtra(key, value) : coreSetExtras(key as never)); // as above

/** Several extras at once, for events of this isolation scope; others stay. */
export const setExtras = (extra: Readonly<Record<string, unknown>>): void => void (takes('setExtras', extra, aBag) && coreSetExtras(extra));

/** A named group of facts, for events of this isolation scope. `null` removes it. */
export const setContext = (name: string, context: Context | null): void => {
  if (takes('setContext', name, aContextName)) coreSetContext(name, takes('setContext', context, aContext) ? context : { value: context });
};

/** Remembers something that happened, for the events that follow in this isolation scope. `hint` goes to `beforeBreadcrumb`. */
export const addBreadcrumb = (given: Breadcrumb, hint?: BreadcrumbHint): void => {
  const crumb = takes('addBreadcrumb', given, aCrumb) ? given : messageOf(given);
  if (crumb) coreAddBreadcrumb(crumb, hint);
};

/** Adds a hook for every event of the process; for one request use the isolation scope's own. */
export const addEventProcessor = (processor: EventProcessor): void => void (takes('addEventProcessor', processor, aProcessor) && coreAddEventProcessor(processor));

/** Runs `body` with a current scope of its own, or with that given before it: what is set on it is gone afterwards. What `body` throws passes through. */
export const withScope = <T>(...given: WithScope<T>): T => running('withScope', given.at(-1), () => coreWithScope(...given));

/** Runs `body` as a request or job of its own: users, tags and breadcrumbs set inside do not leak out, nor in from others. */
export const withIsolationScope = <T>(body: (isolation: Scope) => T): T => running('withIsolationScope', body, () => coreWithIsolationScope(body));
