import { attemptOr } from '../base/fences';
import { copyBag, isErrorLike, readProperty, spell } from '../base/read';
import type { Integration, Part, PartHost } from '../client/client';
import { gateAgain } from '../client/gate-again';
import { unwrapThrown } from '../event/describe-thrown';
import type { Exception } from '../event/event';
import { exceptionOf } from '../event/exceptions';
import type { ParseStack } from '../event/stack';

/** Options of {@link linkedErrorsIntegration}. */
export interface LinkedErrorsOptions {
  /** Property by which an error holds the one behind it. Default `cause`. The `errors` of an aggregate are followed in any case. */
  readonly key?: string | undefined;
  /** Errors sent beside the thrown one, 0 to 50. Default 5. */
  readonly limit?: number | undefined;
}

/** More than anybody reads. */
const MAX_LINKED = 50;

/** What is left to follow: an error, and how it was reached. */
interface Link {
  readonly error: unknown;
  readonly parent: number;
  readonly source: string;
}

interface Linker extends Part {
  readonly parseStack: ParseStack;
}

const createLinker = ({ runtime }: PartHost): Linker => ({ parseStack: runtime.parseStack });

const linksOf = (error: unknown, key: string, parent: number): Link[] => {
  const members = readProperty(error, 'errors');
  const list: readonly unknown[] = Array.isArray(members) ? members.slice(0, MAX_LINKED) : [];
  return [{ error: readProperty(error, key), parent, source: key }, ...list.map((member, index) => ({ error: member, parent, source: `errors[${index}]` }))].filter(({ error: behind }) => isErrorLike(behind));
};

/**
 * Decides how errors behind an error are found, and how many are sent. Causes and aggregates are
 * followed without it, five errors deep; it is for another `key` or another `limit`.
 */
export const linkedErrorsIntegration = (options?: LinkedErrorsOptions): Integration => {
  const { key: name = 'cause', limit } = copyBag(options);
  const key = spell(name);
  const most = typeof limit === 'number' && limit >= 0 ? Math.min(limit, MAX_LINKED) : 5;

  const chain = (thrown: unknown, parseStack: ParseStack): Exception[] => {
    const seen = new Set([thrown]);
    const found: Exception[] = [];
    const links = linksOf(thrown, key, 0);
    for (const [at, { error, parent, source }] of links.entries()) {
      if (found.length >= most || seen.has(error)) continue;
      seen.add(error);
      const id = found.length + 1;
      found.push(exceptionOf(error, { parseStack, mechanism: { type: 'chained', handled: true, source, exception_id: id, parent_id: parent } }));
      // Depth first, as without this integration.
      links.splice(at + 1, 0, ...linksOf(error, key, id));
    }
    return found;
  };

  return {
    name: 'LinkedErrors',
    processEvent(event, hint, client) {
      const thrown = unwrapThrown(hint.originalException);
      const linker = client.part(createLinker);
      // An event that the app has made may have any shape.
      const top = attemptOr(undefined, () => event.exception?.values.at(-1));
      if (!top || !linker || !isErrorLike(thrown)) return event;
      const behind = chain(thrown, linker.parseStack);
      const first = { ...top, mechanism: { type: 'generic', ...top.mechanism, exception_id: behind[0] && 0 } };
      return { ...event, ...gateAgain(client, event)({ exception: { values: [...behind.reverse(), first] } }) };
    },
  };
};
