import type { Integration } from '@tocsin/core';
import type { MakeTransport, Post } from '@tocsin/core/platform';
import { copyBag, copyToSpotlight, SPOTLIGHT_URL } from '@tocsin/core/platform';
import { routeToUrl, toWebAddress } from '../route';
import type { Health } from '../health';
import { createSender } from '../sender';
import { VERSION } from '../version';

/** Options of {@link spotlightIntegration}. */
export interface SpotlightOptions {
  /** Where Spotlight listens. Default `http://localhost:8969/stream`. */
  readonly sidecarUrl?: string | undefined;
}

const addressOf = (sidecarUrl: string): URL => toWebAddress(sidecarUrl) ?? new URL(SPOTLIGHT_URL);

/** Straight there, past every proxy: it runs on the same machine. */
const postTo = (url: URL, health: Health): Post =>
  createSender({ route: routeToUrl(url, { 'content-type': 'application/x-sentry-envelope', 'user-agent': `tocsin.javascript.node/${VERSION}` }), health, compress: false });

/**
 * Sends a copy of everything to Spotlight, the debugger on the developer's machine; needs a DSN, as
 * copies are made of what is sent. The option `spotlight` installs it, and does without a DSN. For
 * development only.
 */
export const spotlightIntegration = (options?: SpotlightOptions): Integration => {
  const { sidecarUrl = SPOTLIGHT_URL }: SpotlightOptions = copyBag(options);
  const url = addressOf(sidecarUrl);
  const copies = copyToSpotlight(url.href, postTo(url, { lastSendFailed: false }));
  return {
    ...copies,
    setup(client) {
      if (!toWebAddress(sidecarUrl)) client.report({ code: 'T1003', detail: 'spotlight must be true, false or the address of Spotlight' });
      return copies.setup?.(client);
    },
  };
};

/** What a process without a DSN needs for Spotlight to be its server. */
export interface SpotlightServer {
  /** Where Spotlight takes envelopes as servers do. */
  readonly dsn: string;
  readonly transport: MakeTransport;
  /** Nobody pays for what is sent there. */
  readonly sampleRate: 1;
  /** It is reached directly. */
  readonly tunnel: undefined;
  /** Nobody debugs what an earlier process did. */
  readonly spool: false;
}

/** Spotlight in the place of a server. That it is not there is said once. */
export const spotlightAsServer = (sidecarUrl: string, health: Health): SpotlightServer => {
  const url = addressOf(sidecarUrl);
  return {
    dsn: `${url.protocol}//${'0'.repeat(32)}@${url.host}${url.pathname.replace(/\/(?:stream\/?)?$/, '')}/1`,
    sampleRate: 1,
    tunnel: undefined,
    spool: false,
    transport({ destination, report }) {
      const post = postTo(url, health);
      let told = false;
      return {
        async post(body) {
          try {
            return await post(body);
          } catch (error) {
            if (!told) report({ code: 'T1008', detail: url.href, cause: error });
            told = true;
            throw error;
          }
        },
        postSync: (bodies, postSyncTo) => postSyncTo(destination)(bodies),
      };
    },
  };
};
