import type { Destination, MakeTransport, Post, PostSync, Runtime } from '@tocsin/core/platform';
import { createStackScopeStore, lateTransport, transporterFor, withSpool } from '@tocsin/core/platform';
import type { Consent } from './consent';
import { createContexts } from './contexts';
import { describe } from './element';
import { reportTo } from './report';
import type { OnTheWay, Sender } from './sender';
import { createSender } from './sender';
import { openPageSpool } from './spool/page-spool';
import { parseBrowserStack } from './stack-parser';
import { VERSION } from './version';

/** The longest delay that timers take, milliseconds; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** What the app says about the way out of the page. */
export interface PageFacts {
  /** The app's own transport. */
  readonly transport?: MakeTransport | undefined;
  /** `false`: nothing is stored. */
  readonly spool?: unknown;
  /** What has to wait for the visitor's consent. Default: nothing. */
  readonly consent?: Consent | undefined;
}

/** How a page's last envelopes leave it; known once the client has somewhere to send to. */
export interface WayOut {
  postLast?: PostSync;
}

/** A page, or a worker, as a platform. `wayOut` is written when the client is made. */
export const createBrowserRuntime = (wayOut: WayOut, { transport, spool, consent }: PageFacts): Runtime => {
  const report = reportTo(console);
  const { fetch } = globalThis;
  const onTheWay: OnTheWay = { kept: new Map(), down: new Set() };
  const senderTo = (destination: Destination): Sender => createSender(destination, onTheWay, fetch);
  return {
    platform: 'javascript',
    sdk: { name: 'tocsin.javascript.browser', version: VERSION, packages: [{ name: 'npm:@tocsin/browser', version: VERSION }] },
    scopes: createStackScopeStore(),
    parseStack: parseBrowserStack,
    describe,
    constant: () => ({ contexts: createContexts() }),
    now: Date.now,
    after(delay, run) {
      const timer = setTimeout(run, Math.min(delay, LONGEST_DELAY));
      return () => clearTimeout(timer);
    },
    random: Math.random,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    createPost(destination) {
      // A sender is made with what it sends: it is quickly made, and a page that starts needs none.
      const createPost = (to: Destination): Post => (body) => senderTo(to).post(body);
      const make: MakeTransport = (options) => transporterFor(transport, options);
      const transporter = (consent?.holdTransport(make) ?? make)({ destination, createPost, now: Date.now, report });
      wayOut.postLast = (bodies) => transporter.postSync?.(bodies, (to) => senderTo(to).postLast) ?? [];
      return transporter.post;
    },
    // Most pages have nothing to send while they start.
    makeTransport: lateTransport(setTimeout),
    spool: spool === false ? undefined : withSpool(consent?.holdSpool(openPageSpool) ?? openPageSpool, true),
    report,
  };
};
