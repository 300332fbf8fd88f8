import type { Answer, Destination, Post, PostSync } from '@tocsin/core/platform';
import { attemptOr, envelopeUrl } from '@tocsin/core/platform';
import { laterTask } from './later-task';

/** A server that has not answered by then will not, milliseconds. */
const PATIENCE = 30_000;

/**
 * What browsers let outlive a page: 64 KiB of bodies over all of its requests together, the app's own
 * among them; so a little less, and not in too many requests.
 */
const MAX_KEPT_BYTES = 60_000;
const MAX_KEPT = 15;

/** How parcels leave a page, and how they leave it at the last moment. */
export interface Sender {
  readonly post: Post;
  /** Begins requests that outlive the page; what there is no room for has no answer. */
  readonly postLast: PostSync;
}

/**
 * Posts by `fetch`, as it was at the start. No header and no type of our own, so that no preflight goes
 * before: who we are stands in the query. `keepalive` as far as it reaches, so that what is on its way when
 * the page goes arrives. What matters when the page goes is shared by all of its senders.
 */
export const createSenders = (fetch: typeof globalThis.fetch): ((to: Destination) => Sender) => {
  /** Bytes of the requests that may outlive the page: under the body's id as long as there is no answer, then under the answer until that is read. */
  const kept = new Map<unknown, number>();
  /** Addresses of which the latest request has failed: another one would fail as well, when nobody is there to hear of it. */
  const down = new Set<string>();
  const hasRoomFor = (more: string | Uint8Array): boolean => kept.size < MAX_KEPT && [...kept.values()].reduce((sum, length) => sum + length, more.length) <= MAX_KEPT_BYTES;

  return ({ dsn, client, tunnel }) => {
    const url = tunnel ?? envelopeUrl(dsn, { auth: 'query', client });
    /** Tells a body from all others: by the event's id in its first line; that of a session or a check-in by its own id and all that follows. One without an id is like no other. */
    const idOf = (body: string | Uint8Array): string => url + ((typeof body === 'string' && /^.*?"event_id":"\w+"|"(?:sid|check_in_id)":"[^]*/.exec(body)) || Math.random());

    const send = async (body: string | Uint8Array): Promise<Answer> => {
      // Not twice: what browsers let outlive a page may be taken by the app.
      const keepalive = !down.has(url) && hasRoomFor(body);
      const id = idOf(body);
      if (keepalive) kept.set(id, body.length);
      try {
        const sent = body as BodyInit; // bytes are core's own, and never shared memory
        const response = await fetch(url, { method: 'POST', body: sent, keepalive, referrerPolicy: 'strict-origin', signal: attemptOr(undefined, () => AbortSignal.timeout(PATIENCE)) as AbortSignal }); // what is undefined is left out
        if (keepalive) kept.set(response, body.length);
        // Until then the browser counts the request; that of an answer which says `no-store`, as long as nobody reads it.
        void response.text().catch(() => undefined).then(() => kept.delete(response));
        if (response.status < 500) down.delete(url);
        else down.add(url);
        return { status: response.status, header: (name) => response.headers?.get(name) };
      } catch (error) {
        // A page that goes is told of failures that are none, perhaps before it is told that it goes. It has no later task.
        await laterTask();
        down.add(url);
        // Offline for certain: nothing has left, so that also what has no id may be sent again.
        throw navigator.onLine ? error : Object.assign(new Error('offline'), { unsent: true });
      } finally {
        kept.delete(id);
      }
    };

    return {
      post: send,
      postLast: (bodies) =>
        bodies.map((body) => {
          const isOnItsWay = kept.has(idOf(body));
          if (down.has(url) || !(isOnItsWay || (hasRoomFor(body) && navigator.onLine))) return undefined;
          if (!isOnItsWay) send(body).catch(() => undefined);
          // The browser has it; nobody will be here to hear the answer.
          return { status: 200 };
        }),
    };
  };
};
