import type { Client, Integration } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { adoptTrace, attemptOr, initClient, isUsualDsn } from '@tocsin/core/platform';
import { spotlightIn, traceOf, withEnvironment } from './environment';
import { getReady } from './get-ready';
import { childProcessIntegration } from './integrations/child-process';
import { consoleIntegration } from './integrations/console';
import { contextLinesIntegration } from './integrations/context-lines';
import { nativeNodeFetchIntegration } from './integrations/fetch';
import { httpIntegration } from './integrations/http';
import { createLastWords } from './integrations/last-words';
import { localVariablesIntegration } from './integrations/local-variables';
import { onUncaughtExceptionIntegration } from './integrations/on-uncaught-exception';
import { onUnhandledRejectionIntegration } from './integrations/on-unhandled-rejection';
import { spotlightAsServer, spotlightIntegration } from './integrations/spotlight';
import { warningsIntegration } from './integrations/warnings';
import { waitUntilIntegration } from './integrations/wait-until';
import { nextLoop } from './loop';
import type { NodeOptions } from './node-options';
import type { Fault } from './options/faults';
import { tellFaults } from './options/faults';
import { initOptions } from './options/init-options';
import { detectRelease } from './context/release';
import { paced } from './paced';
import { reportToStderr } from './report';
import { createNodeRuntime, nodeRuntimeOf } from './runtime';
import type { Health } from './transport/health';

/** The oldest major version of Node that will do. Older ones lack what this package is made of: the first capture would miss the global `crypto`. */
const OLDEST_NODE = 20;

/**
 * Starts error monitoring: call it once, as early as you can. Uncaught errors and unhandled
 * rejections are captured from then on, and the process still dies exactly as it would have. Options
 * that are left out are read from `TOCSIN_DSN`, `TOCSIN_RELEASE`, `TOCSIN_ENVIRONMENT`,
 * `TOCSIN_SAMPLE_RATE`, `TOCSIN_DEBUG` (then from the same names with `SENTRY_`). A process that was
 * started with `TOCSIN_TRACE` and `TOCSIN_BAGGAGE` belongs to that trace. The release is else found in what
 * build services and hosts tell, or in git. Never throws.
 */
export const init = (options?: NodeOptions | null): Client => {
  const health: Health = {};
  const loop = nextLoop();
  const before = getClient()?.part(nodeRuntimeOf);
  // What is still on its way from there holds nobody up, and goes out at the end of the process at the latest.
  before?.unref?.();
  const death = before?.death ?? {};
  const lastWords = createLastWords(health, loop, death);
  const defaultIntegrations: readonly Integration[] = [
    onUncaughtExceptionIntegration(),
    onUnhandledRejectionIntegration(),
    contextLinesIntegration(),
    httpIntegration(),
    nativeNodeFetchIntegration(),
    consoleIntegration(),
    warningsIntegration(),
    childProcessIntegration(),
    lastWords.integration,
  ];
  const faults: Fault[] = [];
  const given = withEnvironment(initOptions(options, faults), process.env, faults);
  const trace = traceOf(process.env, faults);
  const sidecarUrl = spotlightIn(given.spotlight, process.env);
  const isServer = sidecarUrl !== undefined && isBlank(given.dsn ?? '');
  const completed = isServer ? { ...given, ...spotlightAsServer(sidecarUrl, { health, death, shutdownTimeout: given.shutdownTimeout }) } : given;
  // A folder that is gone has no release to tell.
  const release = completed.release ?? attemptOr(undefined, () => detectRelease(process.env, process.cwd()));
  const isTooOld = Number.parseInt(process.versions.node, 10) < OLDEST_NODE;
  const { serverName, transportOptions, transport, spool, shutdownTimeout, onDrop } = completed;
  const runtime = createNodeRuntime(health, { serverName, transportOptions, transport, spool, shutdownTimeout, lastWords, loop, death });
  const client = initClient({ defaultIntegrations, ...completed, release, ...(isTooOld && { enabled: false }), ...(typeof onDrop === 'function' && { onDrop: paced(onDrop, runtime) }) }, runtime);
  if (isTooOld && completed.enabled !== false) reportToStderr({ code: 'T1015', detail: process.versions.node });
  if (faults.length > 0) tellFaults(faults, { name: 'init', report: client.report });
  // A client that sends does it with its transport. What captures is called without one as well, and must not throw either.
  if (!client.getDestination()) getReady(() => undefined);
  tellUnusualDsn(client);
  if (completed.waitUntil || attemptOr(undefined, () => process.env['VERCEL']) !== undefined) client.addIntegration(waitUntilIntegration(completed.waitUntil));
  if (completed.includeLocalVariables) client.addIntegration(localVariablesIntegration());
  if (sidecarUrl !== undefined && !isServer) client.addIntegration(spotlightIntegration({ sidecarUrl }));
  if (trace) adoptTrace(trace);
  return client;
};

const isBlank = (dsn: unknown): boolean => typeof dsn === 'string' && dsn.trim() === '';

/** A page has no room to look, and a start no time to look for nothing: with `debug` alone. */
const tellUnusualDsn = (client: Client): void => {
  const { debug, dsn } = client.getOptions();
  if (!debug || !client.getDestination()) return;
  const given = String(dsn).trim();
  if (!isUsualDsn(given)) client.report({ code: 'T3004', given });
};
