import type { Integration, Report } from '@tocsin/core';
import type { BeginPostSync, MakeTransport, Post } from '@tocsin/core/platform';
import { copyBag, copyToSpotlight, SPOTLIGHT_URL } from '@tocsin/core/platform';
import type { Health } from '../transport/health';
import { beginPostSync } from '../transport/post-sync';
import type { Route } from '../transport/route';
import { routeToUrl, toWebAddress } from '../transport/route';
import { nodeRuntimeOf } from '../runtime';
import { createSender } from '../transport/sender';
import type { Death } from '../death';
import { SHUTDOWN_TIMEOUT, timeLeft } from '../death';
import { CLIENT } from '../version';

/** Options of {@link spotlightIntegration}. */
export interface SpotlightOptions {
  /** Where Spotlight listens. Default `http://localhost:8969/stream`. */
  readonly sidecarUrl?: string | undefined;
}

const addressOf = (sidecarUrl: string): URL => toWebAddress(sidecarUrl) ?? new URL(SPOTLIGHT_URL);

/** Straight there, past every proxy: it runs on the same machine. */
const wayTo = (url: URL): Route => routeToUrl(url, { 'content-type': 'application/x-sentry-envelope', 'user-agent': CLIENT });

const postTo = (url: URL, health: Health): Post => createSender({ route: wayTo(url), health, compress: false });

/** What bounds the last words. */
interface End {
  readonly health: Health;
  readonly death?: Death | undefined;
  readonly shutdownTimeout?: number | undefined;
}

/** Within the time that the last words have for all servers together. */
const lastPostTo = (url: URL, { health, death = {}, shutdownTimeout = SHUTDOWN_TIMEOUT }: End, report: Report): BeginPostSync => beginPostSync({ route: wayTo(url), budget: () => timeLeft(death, shutdownTimeout, health), report });

/**
 * Sends a copy of everything to Spotlight, the debugger on the developer's machine; needs a DSN, as
 * copies are made of what is sent. The option `spotlight` installs it, and does without a DSN. For
 * development only.
 */
export const spotlightIntegration = (options?: SpotlightOptions): Integration => {
  const { sidecarUrl = SPOTLIGHT_URL }: SpotlightOptions = copyBag(options);
  const url = addressOf(sidecarUrl);
  const health: Health = {};
  const post = postTo(url, health);
  return {
    name: 'Spotlight',
    setup(client) {
      if (!toWebAddress(sidecarUrl)) client.report({ code: 'T1003', detail: 'spotlight must be true, false or the address of Spotlight' });
      const begin = lastPostTo(url, { ...client.getOptions(), death: client.part(nodeRuntimeOf)?.death, health }, client.report);
      return copyToSpotlight(url.href, post, begin).setup?.(client);
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
export const spotlightAsServer = (sidecarUrl: string, end: End): SpotlightServer => {
  const url = addressOf(sidecarUrl);
  return {
    dsn: `${url.protocol}//${'0'.repeat(32)}@${url.host}${url.pathname.replace(/\/(?:stream\/?)?$/, '')}/1`,
    sampleRate: 1,
    tunnel: undefined,
    spool: false,
    transport({ report }) {
      const post = postTo(url, end.health);
      const begin = lastPostTo(url, end, report);
      let told = false;
      const tell = (cause?: unknown): void => {
        if (!told) report({ code: 'T1008', detail: url.href, cause });
        told = true;
      };
      return {
        async post(body) {
          try {
            return await post(body);
          } catch (error) {
            tell(error);
            throw error;
          }
        },
        postSync(bodies) {
          const answers = begin(bodies)();
          if (answers.includes(undefined)) tell();
          return answers;
        },
      };
    },
  };
};
