import { attemptOr } from '../base/fences';
import type { Bag } from '../base/read';
import { copyBag, isErrorLike, ownEntries, readProperty, readText } from '../base/read';
import type { Integration } from '../client/client';
import { gateAgain } from '../client/gate-again';
import { SAID_ELSEWHERE } from '../event/error-facts';

/** Options of {@link extraErrorDataIntegration}. */
export interface ExtraErrorDataOptions {
  /** Levels of objects that are kept, up to the client's `normalizeDepth`. Default 3. */
  readonly depth?: number | undefined;
  /** Keeps a `cause` that is no error, and so is no exception of the event. Default `true`. */
  readonly captureErrorCause?: boolean | undefined;
}

/** Names of errors that no other context has: servers know `os`, `trace` and the like, and `__proto__` is none. */
const NAME = /^(?:[A-Z][\w .:$-]{0,99}|\w{1,99}Error)$/;

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
  const levels = typeof depth === 'number' && depth >= 0 ? depth + 1 : 4; // the context itself is one
  return {
    name: 'ExtraErrorData',
    processEvent(event, { originalException: error }, client) {
      if (!isErrorLike(error)) return event;
      const toJson = readProperty(error, 'toJSON');
      const told = typeof toJson === 'function' ? attemptOr<unknown>(undefined, () => Reflect.apply(toJson, error, [])) : undefined;
      const cause = readProperty(error, 'cause');
      const entries = [...ownEntries(error), ...ownEntries(told)].filter(([key, value]) => !SAID_ELSEWHERE.includes(key) && typeof value !== 'function');
      if (captureErrorCause && cause !== undefined && !isErrorLike(cause)) entries.push(['cause', cause]);
      if (!entries[0]) return event;
      const name = contextOf(error);
      const { contexts } = gateAgain(client, event, levels)({ contexts: { [name]: Object.fromEntries(entries) } });
      // What the app itself says there counts more.
      return { ...event, contexts: { ...event.contexts, [name]: { ...contexts?.[name], ...event.contexts?.[name] } } };
    },
  };
};
