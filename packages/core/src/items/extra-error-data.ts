import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { copyBag, isErrorLike, isObject, ownEntries, readProperty, readText } from '../base/read';
import type { Integration } from '../client/client';
import { isList } from '../stages/plain';
import { gateAgain } from './gate-again';

/** Options of {@link extraErrorDataIntegration}. */
export interface ExtraErrorDataOptions {
  /** Levels of objects that are kept, up to the client's `normalizeDepth`, at most 10. Default 3. */
  readonly depth?: number | undefined;
  /** Keeps a `cause` that is no error, and so is no exception of the event. Default `true`. */
  readonly captureErrorCause?: boolean | undefined;
}

/** Said elsewhere on the event. */
const KNOWN = ['name', 'message', 'stack', 'cause', 'errors', 'code'];

/** Deeper than anybody reads. */
const MAX_DEPTH = 10;

/** Objects and lists copied of one error. */
const MAX_COPIED = 10_000;

/** A copy down to some depth; what lies deeper is named only. */
const prune = (value: unknown, depth: number, room: { left: number }): unknown => {
  if (!isObject(value) || typeof value === 'function') return value;
  if (depth <= 0 || --room.left < 0) return isList(value) ? '[Array]' : '[Object]';
  if (isList(value)) return attemptOr([], () => Array.from(value.slice(0, room.left), (entry) => prune(entry, depth - 1, room)));
  return attemptOr(undefined, () => Object.getPrototypeOf(value) === Object.prototype) ? Object.fromEntries(ownEntries(value).map(([key, entry]) => [key, prune(entry, depth - 1, room)])) : value;
};

/** Names of errors that no other context has: servers know `os`, `trace` and the like, and `__proto__` is none. */
const NAME = /^(?:[A-Z][\w .:$-]{0,99}|\w{1,99}(?:Error|Exception))$/;

/** Where the data of an error stands: by its name, as the field does it, or with its plain values. */
const contextOf = (error: Bag): string => {
  const name = readText(error, 'name') ?? readText(readProperty(error, 'constructor'), 'name') ?? '';
  return NAME.test(name) ? name : 'thrown';
};

/**
 * Keeps all that an error says of itself in a context with the error's name (`contexts.TypeError`): objects and lists
 * too, and what its `toJSON` answers. A name that might be that of another context, as `os` is, is not taken; the data
 * is in `contexts.thrown` then, where the plain values are in any case. Without it only those are kept: HTTP clients
 * hang whole requests onto their errors. Not installed by itself.
 */
export const extraErrorDataIntegration = (options?: ExtraErrorDataOptions): Integration => {
  const { depth, captureErrorCause = true } = copyBag(options);
  const levels = typeof depth === 'number' && depth >= 0 ? Math.min(depth, MAX_DEPTH) : 3;
  return {
    name: 'ExtraErrorData',
    processEvent(event, { originalException: error }, client) {
      if (!isErrorLike(error)) return event;
      const toJson = readProperty(error, 'toJSON');
      const told = typeof toJson === 'function' ? attemptOr<unknown>(undefined, () => Reflect.apply(toJson, error, [])) : undefined;
      const cause = readProperty(error, 'cause');
      const entries = [...ownEntries(error), ...ownEntries(told)].filter(([key, value]) => !KNOWN.includes(key) && typeof value !== 'function');
      if (captureErrorCause && cause !== undefined && !isErrorLike(cause)) entries.push(['cause', cause]);
      if (!entries[0]) return event;
      const room = { left: MAX_COPIED };
      const data = Object.fromEntries(entries.map(([key, value]) => [key, prune(value, levels, room)]));
      const name = contextOf(error);
      // What the app itself says there counts more.
      const context = name === 'thrown' ? { ...event.contexts?.[name], ...data } : { ...data, ...event.contexts?.[name] };
      return gateAgain(client, { ...event, contexts: { ...event.contexts, [name]: context } }, event);
    },
  };
};
