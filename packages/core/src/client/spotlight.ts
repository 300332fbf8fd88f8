import { attemptOr } from '../base/fences';
import type { Milliseconds } from '../base/units';
import type { Parcel } from '../transport/parcel';
import { encodeParcel } from '../transport/parcel';
import type { Answer, BeginPostSync, Post } from '../transport/post';
import type { Integration, Part, PartHost } from './client';

/** Where Spotlight listens unless it is told otherwise. */
export const SPOTLIGHT_URL = 'http://localhost:8969/stream';

/** Copies on their way, at most: a Spotlight that hangs must not fill the memory. */
const MAX_IN_FLIGHT = 100;

/** How long a Spotlight that is not there is left alone at first; then twice as long each time. */
const FIRST_REST: Milliseconds = 1000;
const LONGEST_REST: Milliseconds = 60_000;

/**
 * Sends a copy of every envelope to Spotlight, the debugger on the developer's machine. `post` brings a
 * body to `url`, uncompressed, as `application/x-sentry-envelope`. For development: what is dropped,
 * held back or waiting on the way to the real server is copied all the same, and nothing that becomes
 * of the copies touches that way or is counted. `begin` brings those of a dying process there, beside
 * what goes to the server; without it they are lost.
 */
export const copyToSpotlight = (url: string, post: Post, begin?: BeginPostSync): Integration => ({
  name: 'Spotlight',
  setup: (client) => client.part((host) => createCopier(host, { url, post, begin }))?.stop,
});

interface Way {
  readonly url: string;
  readonly post: Post;
  readonly begin: BeginPostSync | undefined;
}

interface Copier extends Part {
  readonly stop: () => void;
}

const nothing = (): void => undefined;

const isTaken = (answer: Answer | undefined): boolean => answer !== undefined && answer.status < 400;

const createCopier = ({ client, runtime, transport }: PartHost, { url, post, begin }: Way): Copier => {
  const { push } = transport;
  const flushSync = transport.flushSync.bind(transport);
  /** On their way, and whether they are on the wire. */
  const copies = new Map<Parcel, boolean>();
  let failures = 0;
  let restUntil = 0;

  const copy = async (parcel: Parcel): Promise<void> => {
    if (copies.size >= MAX_IN_FLIGHT || runtime.now() < restUntil) return;
    copies.set(parcel, false);
    // Nothing is sent inside the app's call.
    await Promise.resolve();
    // The last words of a process that lives on all the same have taken it along.
    if (!copies.has(parcel)) return;
    copies.set(parcel, true);
    try {
      const { status } = await post(encodeParcel(parcel, runtime.now()));
      if (status >= 400) throw new Error(`HTTP ${status}`);
      failures = 0;
    } catch (error) {
      // No answer, or one that says no. Of several that were on their way together the first counts.
      if (runtime.now() >= restUntil) restUntil = runtime.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** failures++);
      client.report({ code: 'T1008', detail: url, cause: error });
    }
    copies.delete(parcel);
  };

  /** What is not answered goes there (once more, unless nobody could tell it from the first); the result waits for it. */
  const beginLast = (): (() => void) => {
    const last = [...copies].filter(([{ id }, isPosted]) => id !== '' || !isPosted).map(([parcel]) => parcel);
    if (!begin || last.length === 0) return nothing;
    last.forEach((parcel) => copies.delete(parcel));
    const answers = begin(last.map((parcel) => encodeParcel(parcel, runtime.now())));
    return () => {
      if (!answers().every(isTaken)) client.report({ code: 'T1008', detail: url });
    };
  };

  // Everything that is sent passes here, before limits and retries.
  transport.push = (parcel) => {
    void copy(parcel);
    push(parcel);
  };
  transport.flushSync = (postSync) => {
    const finish = attemptOr(nothing, beginLast);
    flushSync(postSync);
    finish();
  };
  return {
    stop() {
      Object.assign(transport, { push, flushSync });
    },
  };
};
