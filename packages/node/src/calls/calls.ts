// Functions of core, for whoever gets their arguments wrong: a line says what they must be given, and what can be told
// of the rest is kept. They stand here and not in core, because a page has no room for them.
import * as core from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import type { Kind } from '../options/kinds';
import { bag, call, integration } from '../options/kinds';
import { usableCheckIn, usableConfig } from './monitor-config';
import { messageOf, NOTHING, takes } from './takes';

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const name: Kind = { must: 'a name and a value', fits: isPlain };
const bagOrNone: Kind = { must: 'an object, or null', fits: (value) => (value ?? undefined) === undefined || bag.fits(value) };
const status: Kind = { must: 'a status of in_progress, ok or error', fits: (value) => ['in_progress', 'ok', 'error'].includes((value as core.CheckIn).status) };

/** See core. */
export const setUser: typeof core.setUser = (user) => core.setUser(takes('setUser', user, bagOrNone) ? user : isPlain(user) ? { id: String(user) } : null);

/** See core. */
export const setTag: typeof core.setTag = (key, value) => (takes('setTag', key, name) ? core.setTag(key, value) : core.setTags(key as never)); // of what is no object nothing is set

/** See core. */
export const setTags: typeof core.setTags = (tags) => void (takes('setTags', tags, bag) && core.setTags(tags));

/** See core. */
export const setExtra: typeof core.setExtra = (key, value) => (takes('setExtra', key, name) ? core.setExtra(key, value) : core.setExtras(key as never)); // as above

/** See core. */
export const setExtras: typeof core.setExtras = (extra) => void (takes('setExtras', extra, bag) && core.setExtras(extra));

/** See core. */
export const setContext: typeof core.setContext = (key, context) => {
  if (takes('setContext', key, name)) core.setContext(key, takes('setContext', context, bagOrNone) ? context : { value: context });
};

/** See core. */
export const addBreadcrumb: typeof core.addBreadcrumb = (given, hint) => {
  const crumb = takes('addBreadcrumb', given, bag) ? given : messageOf(given);
  if (crumb) core.addBreadcrumb(crumb, hint);
};

/** See core. */
export const addEventProcessor: typeof core.addEventProcessor = (processor) => void (takes('addEventProcessor', processor, call) && core.addEventProcessor(processor));

/** See core. */
export const addIntegration: typeof core.addIntegration = (given) => void (takes('addIntegration', given, integration) && core.addIntegration(given));

/** See core. */
export const captureEvent: typeof core.captureEvent = (event, hint) => core.captureEvent(takes('captureEvent', event, bag) ? event : (messageOf(event) ?? event), hint);

/** See core. */
export const captureCheckIn: typeof core.captureCheckIn = (checkIn, config) => (takes('captureCheckIn', checkIn, status), core.captureCheckIn(usableCheckIn(checkIn), usableConfig(config, copyBag(checkIn)['monitorSlug'])));

/** See core. */
export const withScope: typeof core.withScope = (...given) => (takes('withScope', given.at(-1), call) ? core.withScope(...given) : NOTHING);

/** See core. */
export const withIsolationScope: typeof core.withIsolationScope = (...given) => (takes('withIsolationScope', given.at(-1), call) ? core.withIsolationScope(...given) : NOTHING);

/** See core. */
export const withMonitor: typeof core.withMonitor = (slug, run, config) => (takes('withMonitor', run, call) ? core.withMonitor(slug, run, usableConfig(config, slug)) : NOTHING);

/** See core. */
export const continueTrace: typeof core.continueTrace = (headers, body) => (takes('continueTrace', body, call) ? core.continueTrace(headers, body) : NOTHING);

/** See core. */
export const masquerade: typeof core.masquerade = (details, body) => (takes('masquerade', body, call) ? core.masquerade(details, body) : NOTHING);
