import type { Report } from '../base/diagnostics';
import { isObject, readProperty } from '../base/read';
import { copyBag } from '../base/read';
import { isUsualDsn, readDsn } from '../envelope/dsn';
import type { Rate } from '../stages/flood';
import type { ClientOptions } from './client';
import { defaults } from './options';
import type { Destination } from '../transport/post';
import type { Runtime } from './runtime';

/**
 * The options as they can be used, whatever was handed in: a plain copy, so that no getter of theirs
 * runs later, with text where text is meant. What cannot be read is as if it were left out.
 */
export const readOptions = (given: ClientOptions): ClientOptions => {
  const options: ClientOptions = copyBag(given);
  const { initialScope, transportOptions } = options;
  return {
    ...options,
    release: toText(options.release),
    environment: toText(options.environment),
    dist: toText(options.dist),
    orgId: toText(options.orgId),
    ...(initialScope !== undefined && { initialScope: copyBag(initialScope) }),
    ...(transportOptions !== undefined && { transportOptions: copyBag(transportOptions) }),
  };
};

const toText = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

/** The destination that the options name; `undefined`, with one line about why, when there is none. */
export const destinationOf = (options: ClientOptions, { sdk }: Pick<Runtime, 'sdk'>, report: Report): Destination | undefined => {
  if (options.enabled === false) return undefined;
  const { dsn: text } = options;
  if (typeof text !== 'string' || text.trim() === '') {
    report({ code: 'T1001' });
    return undefined;
  }
  const dsn = readDsn(text);
  if (!dsn) {
    report({ code: 'T1002', given: text });
    return undefined;
  }
  if (!isUsualDsn(text)) report({ code: 'T3004', given: text });
  return { dsn, client: `${sdk.name}/${sdk.version}` };
};

/** Names of options, and of what stands inside of one. */
type OptionName = keyof ClientOptions | `flood.${keyof Rate}`;

/** The bounds of flood control: beyond the upper ones there would be none; the lower ones let every issue through at times. */
const rateBounds: { readonly [Part in keyof Rate]: { readonly min: number; readonly max: number } } = {
  burst: { min: 1, max: 1000 },
  perSecond: { min: 0.001, max: 1000 },
};

/** How much flood control lets through; `undefined` when it is switched off. What is unusable is named, and the default applies. */
export const floodRateIn = ({ flood }: ClientOptions, report: Report): Rate | undefined => {
  if (flood === false) return undefined;
  if (flood !== undefined && !isObject(flood)) report({ code: 'T1003', detail: 'flood must be false or an object' });
  const part = (name: keyof Rate): number => numberIn(`flood.${name}`, readProperty(flood, name), { ...rateBounds[name], report }) ?? defaults.flood[name];
  return { burst: part('burst'), perSecond: part('perSecond') };
};

/** A number option when it is usable; otherwise `undefined` (the default applies), with one line about it. */
export const numberIn = (name: OptionName, value: unknown, range: { readonly min: number; readonly max?: number; readonly report: Report }): number | undefined => {
  if (value === undefined) return undefined;
  const { min, max = Number.POSITIVE_INFINITY, report } = range;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  const bounds = range.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  report({ code: 'T1003', detail: `${name} must be a number ${bounds}` });
  return undefined;
};

/** A hook option when it is a function; otherwise `undefined`, with one line about it. */
export const hookIn = <T>(name: keyof ClientOptions, hook: T | undefined, report: Report): T | undefined => {
  if (hook === undefined || typeof hook === 'function') return hook;
  report({ code: 'T1003', detail: `${name} must be a function` });
  return undefined;
};
