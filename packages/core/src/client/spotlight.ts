import type { Milliseconds } from '../base/units';
import { encodeParcel } from '../transport/parcel';
import type { Parcel } from '../transport/parcel';
import type { Post } from '../transport/post';
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
 * of the copies touches that way or is counted.
 */
export const copyToSpotlight = (url: string, post: Post): Integration => ({
  name: 'Spotlight',
  setup: (client) => client.part((host) => createCopier(host, url, post))?.stop,
});

interface Copier extends Part {
  readonly stop: () => void;
}

const createCopier = ({ client, runtime, transport }: PartHost, url: string, post: Post): Copier => {
  const { push } = transport;
  let inFlight = 0;
  let failures = 0;
  let restUntil = 0;

  const copy = async (parcel: Parcel): Promise<void> => {
    if (inFlight >= MAX_IN_FLIGHT || runtime.now() < restUntil) return;
    inFlight++;
    try {
      // Nothing is sent inside the app's call.
      await Promise.resolve();
      const { status } = await post(encodeParcel(parcel, runtime.now()));
      if (status >= 400) throw new Error(`HTTP ${status}`);
      failures = 0;
    } catch (error) {
      // No answer, or one that says no. Of several that were on their way together the first counts.
      if (runtime.now() >= restUntil) restUntil = runtime.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** failures++);
      client.report({ code: 'T1008', detail: url, cause: error });
    }
    inFlight--;
  };

  // Everything that is sent passes here, before limits and retries.
  transport.push = (parcel) => {
    void copy(parcel);
    push(parcel);
  };
  return {
    stop() {
      transport.push = push;
    },
  };
};
