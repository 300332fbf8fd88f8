import { attemptOr } from '../base/fences';
import { copyBag, isErrorLike, isObject, ownEntries, readProperty } from '../base/read';
import type { Integration } from '../client/client';
import { isList } from '../stages/plain';

/** Options of {@link extraErrorDataIntegration}. */
export interface ExtraErrorDataOptions {
  /** Levels of objects that are kept, up to the client's `normalizeDepth`. Default 3. */
  readonly depth?: number | undefined;
  /** Keeps a `cause` that is no error, and so is no exception of the event. Default `true`. */
  readonly captureErrorCause?: boolean | undefined;
}

/** Said elsewhere on the event. */
const KNOWN = ['name', 'message', 'stack', 'cause', 'errors', 'code'];

/** A copy down to some depth; what lies deeper is named only. */
const prune = (value: unknown, depth: number): unknown => {
  if (!isObject(value) || typeof value === 'function') return value;
  if (depth <= 0) return isList(value) ? '[Array]' : '[Object]';
  if (isList(value)) return attemptOr([], () => Array.from(value, (entry) => prune(entry, depth - 1)));
  return attemptOr(undefined, () => Object.getPrototypeOf(value) === Object.prototype) ? Object.fromEntries(ownEntries(value).map(([key, entry]) => [key, prune(entry, depth - 1)])) : value;
};

/**
 * Keeps all that an error says of itself in the context `thrown`: objects and lists too, and what its `toJSON`
 * answers. Without it the plain values are kept: HTTP clients hang whole requests onto their errors. Not
 * installed by itself.
 */
export const extraErrorDataIntegration = (options?: ExtraErrorDataOptions): Integration => {
  const { depth, captureErrorCause = true } = copyBag(options);
  return {
    name: 'ExtraErrorData',
    processEvent(event, { originalException: error }) {
      if (!isErrorLike(error)) return event;
      const toJson = readProperty(error, 'toJSON');
      const told = typeof toJson === 'function' ? attemptOr<unknown>(undefined, () => Reflect.apply(toJson, error, [])) : undefined;
      const cause = readProperty(error, 'cause');
      const entries = [...ownEntries(error), ...ownEntries(told)].filter(([key, value]) => !KNOWN.includes(key) && typeof value !== 'function');
      if (captureErrorCause && cause !== undefined && !isErrorLike(cause)) entries.push(['cause', cause]);
      if (!entries[0]) return event;
      const thrown = Object.fromEntries(entries.map(([key, value]) => [key, prune(value, typeof depth === 'number' ? depth : 3)]));
      return { ...event, contexts: { ...event.contexts, thrown: { ...event.contexts?.['thrown'], ...thrown } } };
    },
  };
};
