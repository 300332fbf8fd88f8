import { attemptOr } from '@tocsin/core/platform';
import type { NodeOptions } from '../node-options';
import type { NodeTransportOptions } from '../transport/transport-options';
import type { Fault } from './faults';
import { fitting } from './fitting';
import type { KindsOf } from './kinds';
import { agent, amount, anything, bag, bagOf, call, certificates, flag, furtherIntegrations, headerValue, integrations, offOr, proxy, scopeData, text, upTo } from './kinds';

/** The longest that an app may let the end of a process take, milliseconds. */
const MAX_SHUTDOWN = 60_000;

const ofTransport: KindsOf<NodeTransportOptions> = { bufferSize: anything, proxy, agent, caCerts: certificates, headers: bagOf({ '*': headerValue }) };

/** Made when it is asked for. What is `anything` has a rule in core, or beside the code that uses it. */
const kinds = (): KindsOf<NodeOptions> => ({
  dsn: anything, tunnel: anything, enabled: flag, debug: flag, release: anything, environment: anything, dist: anything, serverName: text,
  sampleRate: anything, ignoreErrors: anything, allowUrls: anything, denyUrls: anything, ignoreNoise: flag, maxBreadcrumbs: anything, attachStacktrace: flag,
  flood: offOr({ burst: anything, perSecond: anything }), beforeSend: anything, beforeSendLog: anything, beforeSendFeedback: anything, beforeBreadcrumb: anything, onDrop: anything, enableLogs: flag,
  integrations: furtherIntegrations, defaultIntegrations: integrations, includeLocalVariables: flag, initialScope: scopeData,
  normalizeDepth: anything, normalizeMaxBreadth: anything, maxValueLength: anything, scrub: bagOf({ off: anything, add: anything, allow: anything, keys: anything, replacement: anything }), sendDefaultPii: flag,
  strictTraceContinuation: flag, orgId: anything, tracePropagationTargets: anything, propagateTraceparent: flag,
  transport: anything, transportOptions: bagOf(ofTransport), sendClientReports: flag, spool: offOr({ dir: text, maxBytes: amount, maxAge: amount }),
  shutdownTimeout: upTo(MAX_SHUTDOWN), waitUntil: call, spotlight: anything,
});

/** The options of `init`, whatever was handed in; see {@link fitting}. */
export const initOptions = (given: unknown, faults: Fault[]): NodeOptions => {
  // Those who leave them out know what they do.
  if ((given ?? undefined) !== undefined && !attemptOr(true, () => bag.fits(given))) faults.push({ name: 'init()', must: 'given an object: init({ dsn })' });
  return fitting(given, kinds(), { faults });
};
