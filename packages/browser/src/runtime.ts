import type { Report } from '@tocsin/core';
import type { Destination, MakeTransport, OpenSpool, Post, PostSync, Runtime } from '@tocsin/core/platform';
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
  readonly consent?: Consent | null | undefined;
}

/** How a page's last envelopes leave it; known once the client has somewhere to send to. */
export interface WayOut {
  postLast?: PostSync;
}

/** What carries envelopes, and what keeps them, held back as long as the visitor has not agreed. */
const waysOut = ({ transport, spool, consent }: PageFacts, report: Report): readonly [make: MakeTransport, open?: OpenSpool | false] => {
  const make: MakeTransport = (options) => transporterFor(transport, options);
  const open = spool !== false && openPageSpool;
  try {
    return consent === undefined || consent === null ? [make, open] : [consent.holdTransport(make), open && consent.holdSpool(open)];
  } catch (cause) {
    // What is no consent cannot be given either: rather nothing leaves than too much.
    report({ code: 'T1003', detail: 'consent', cause });
    return [() => ({ post: () => new Promise(() => undefined) })];
  }
};

/** A page, or a worker, as a platform. `wayOut` is written when the client is made. */
export const createBrowserRuntime = (wayOut: WayOut, facts: PageFacts): Runtime => {
  const report = reportTo(console);
  const [make, open] = waysOut(facts, report);
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
      const transporter = make({ destination, createPost, now: Date.now, report });
      wayOut.postLast = (bodies) => transporter.postSync?.(bodies, (to) => senderTo(to).postLast) ?? [];
      return transporter.post;
    },
    // Most pages have nothing to send while they start.
    makeTransport: lateTransport(setTimeout),
    spool: open ? withSpool(open, true) : undefined,
    report,
  };
};
