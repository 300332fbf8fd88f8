import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventIdFromHash } from '@tocsin/core/wire';
import type { InboxOptions } from '../src/inbox-options';
import { startInbox, type Inbox } from '../src/start-inbox';

/** The key that test inboxes use unless told otherwise. */
export const KEY = 'e12d836b15bb49d7bbf99e64295d995b';

/** A folder of its own for one test, and what removes it. */
export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'tocsin-inbox-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** A real inbox: own file in a temporary folder, free port. `stop` closes it and removes the file. */
export interface RunningInbox extends Inbox {
  readonly file: string;
  readonly endpoint: string;
  /** Posts with the key in the query, as browsers do. */
  readonly post: (body: BodyInit, headers?: Record<string, string>) => Promise<Response>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

export const runInbox = async (options: Partial<InboxOptions> = {}): Promise<RunningInbox> => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'inbox.sqlite');
  const inbox = await startInbox({ file, publicKey: KEY, ...options });
  const endpoint = `${inbox.url}/api/1/envelope/`;
  return {
    ...inbox,
    file,
    endpoint,
    post: (body, headers = {}) => fetch(`${endpoint}?sentry_key=${KEY}`, { method: 'POST', body, headers }),
    get: (path, headers = {}) => fetch(inbox.url + path, { headers, redirect: 'manual' }),
    stop: async () => {
      await inbox.close();
      folder.remove();
    },
  };
};

/** An event id that no other event of the test has; a valid UUID of version 4, without an error hash. */
export const plainEventId = (number: number): string => `${number.toString(16).padStart(12, '0')}4000${'8'.padEnd(16, '0')}`;

/** The event id behind an error hash. */
export const idOf = (hash: string): string => {
  const id = eventIdFromHash(hash);
  if (id === undefined) throw new Error(`${hash} is no hash`);
  return id;
};

/** An envelope with one event, as an SDK would send it. The id stands in the header alone. */
export const eventEnvelope = (event: object, header: object = { event_id: plainEventId(1) }): string =>
  `${JSON.stringify(header)}\n{"type":"event"}\n${JSON.stringify(event)}\n`;

/** The event of a TypeError in the app's own code. */
export const typeError = (message: string, more: object = {}): object => ({
  level: 'error',
  exception: {
    values: [
      {
        type: 'TypeError',
        value: message,
        mechanism: { type: 'generic', handled: false },
        stacktrace: {
          frames: [
            { filename: 'node_modules/express/router.js', function: 'next', lineno: 9, in_app: false },
            { filename: 'src/cart.js', function: 'checkout', lineno: 42, colno: 7, in_app: true, pre_context: ['function checkout(cart) {'], context_line: '  return cart.total();', post_context: ['}'] },
          ],
        },
      },
    ],
  },
  ...more,
});
