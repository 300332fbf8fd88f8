import type { Destination, MakeTransport, Post, PostSync, Runtime } from '@tocsin/core/platform';
import { attemptOr, createStackScopeStore, lateTransport, transporterFor, tryOption, withSpool } from '@tocsin/core/platform';
import type { Consent, Ways } from './consent';
import { createConsoleReport } from './console-report';
import { createContexts } from './contexts';
import { describe } from './element';
import { later } from './later';
import { createSenders } from './sender';
import { openPageSpool } from './spool/page-spool';
import { parseBrowserStack } from './stack-parser';
import { VERSION } from './version';

/** The options of `init` that decide what leaves the page, and how. */
export interface ExitOptions {
  /** The app's own transport. */
  readonly transport?: MakeTransport | undefined;
  /** `false`: nothing is stored. */
  readonly spool?: unknown;
  /** What has to wait for the visitor's consent. Default: nothing. */
  readonly consent?: Consent | null | undefined;
}

/** How a page's last envelopes leave it; known once the client has somewhere to send to. */
export interface PageExit {
  postLast?: PostSync;
}

/** A page, or a worker, as a platform. `exit` is written when the client is made. */
export const createBrowserRuntime = (exit: PageExit, { transport, spool, consent }: ExitOptions): Runtime => {
  const report = createConsoleReport();
  // `Date.now` may be the page's own, and broken.
  const now = (): number => +new Date();
  const ways: Required<Ways> = { make: (options) => transporterFor(transport, options), open: openPageSpool };
  // An option that is no consent counts as one that is never given: then nothing leaves.
  const { make, open }: Ways = tryOption(report, 'consent', (): Ways => (consent === undefined || consent === null ? ways : consent.hold(ways))) ?? { make: () => ({ post: () => new Promise(() => undefined) }) };
  const senderTo = createSenders(globalThis.fetch);
  return {
    platform: 'javascript',
    sdk: { name: 'tocsin.javascript.browser', version: VERSION, packages: [{ name: 'npm:@tocsin/browser', version: VERSION }] },
    scopes: createStackScopeStore(),
    parseStack: parseBrowserStack,
    describe,
    constant: () => ({ contexts: createContexts() }),
    now,
    after: later,
    random: Math.random,
    randomBytes(count) {
      const bytes = new Uint8Array(count);
      // A page may have broken `crypto`, or have none: a less random id is better than no event. To mix both in makes a good one no worse.
      attemptOr(undefined, () => crypto.getRandomValues(bytes));
      return bytes.map((byte) => byte ^ (256 * Math.random()));
    },
    createPost(destination) {
      // Made for each body: that costs little, and a page that starts needs none.
      const createPost = (to: Destination): Post => (body) => senderTo(to).post(body);
      const transporter = make({ destination, createPost, now, report });
      exit.postLast = (bodies) => transporter.postSync?.(bodies, (to) => senderTo(to).postLast) ?? [];
      return transporter.post;
    },
    // Most pages have nothing to send while they start.
    makeTransport: lateTransport(setTimeout),
    spool: spool !== false && open ? withSpool(open, true) : undefined,
    report,
  };
};
