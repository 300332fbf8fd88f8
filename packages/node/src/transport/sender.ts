import type * as http from 'node:http';
import type { Agent, OutgoingHttpHeaders } from 'node:http';
import type { Report } from '@tocsin/core';
import type { Post } from '@tocsin/core/platform';
import { loadBuiltIn, requireBuiltIn } from '../built-in';
import type { Loop } from '../loop';
import type { Open } from './exchange';
import { createExchange, hasId } from './exchange';
import { fileLimit } from './file-limit';
import type { Health } from './health';
import { takeOff, widthOf, widthWithin } from './health';
import { openAgent } from './open-agent';
import { openLookup } from './open-lookup';
import { createHolds } from './holds';
import type { Route } from './route';
import { isForwarded } from './route';
import { createRedirects } from './redirect';
import { createRefusals } from './refusals';
import { createSlots } from './slots';
import { untraced } from './untraced';
import type { Patience } from './watch-request';
import { PATIENCE } from './watch-request';

/** Below this size compressing saves nothing that a packet would notice, bytes. */
export const GZIP_THRESHOLD = 4096;

/** A window of 8 KB and small tables: half the time, a tenth of the memory, and no larger. An event has 10 KB; the defaults prepare for megabytes. */
const GZIP = { windowBits: 13, memLevel: 6 };

/** What a sender is made of. */
export interface SenderOptions {
  readonly route: Route;
  /** The app's own, in place of ours. */
  readonly agent?: Agent | undefined;
  /** Written by the sender. */
  readonly health: Health;
  /** Requests hold it together. Default: one that nobody else holds. */
  readonly loop?: Loop;
  /** Whether large bodies are gzipped. Default: unless the server is on this machine. */
  readonly compress?: boolean;
  /** Default: {@link PATIENCE}. */
  readonly patience?: Patience;
  /** Hears once of a server that sends elsewhere, and once of one that takes nothing. Default: nobody. */
  readonly report?: Report;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/**
 * Whether a body never leaves the machine (a relay beside the app, the inbox): compressing it would take both sides
 * longer than to hand it over. A proxy on this machine sends it on.
 */
const staysHere = (route: Route): boolean => LOOPBACK.test(route.hostname) && !isForwarded(route);

/**
 * Posts over kept-alive connections, as many as there are calls at a time, and never over more than `health` allows. Rejects when there
 * was no answer; the error says `unsent` when there was no connection.
 */
export const createSender = ({ route, agent, health, loop = {}, compress = !staysHere(route), patience = PATIENCE, report = () => undefined }: SenderOptions): Post => {
  // An agent of the app may give fewer: what waited there for one would be given up, as if there were no server.
  const sockets = createSlots(() => Math.min(widthOf(health), agent?.maxSockets ?? Infinity));
  const exchange = createExchange({
    open: opening({ route, patience, agent, health }),
    sockets,
    health,
    hold: (loop.hold ??= createHolds(loop)),
    patience,
    agent,
    isForwarded: isForwarded(route),
    redirected: createRedirects(report),
    heard: createRefusals(route, report),
  });
  return (body) => {
    const flight = hasId(body) ? undefined : takeOff(health, body);
    health.most ??= widthWithin(fileLimit());
    const sent =
      compress && body.length > GZIP_THRESHOLD
        ? gzip(body).then((zipped) => exchange({ body: zipped, framing: GZIPPED, isKnown: !flight, flight }))
        : exchange({ body, framing: PLAIN, flight });
    return flight ? sent.finally(() => health.flights?.delete(flight)) : sent;
  };
};

const PLAIN: OutgoingHttpHeaders = {};
const GZIPPED: OutgoingHttpHeaders = { 'content-encoding': 'gzip' };

/** Begins requests. What that needs is loaded when the first one does. */
const opening = ({ route, patience: { idle, hold, connect }, agent: given, health }: SenderOptions & { readonly patience: Patience }): Open => {
  const { protocol, hostname, port, path } = route;
  let begin: typeof http.request | undefined;
  let agent = given;
  const openOurs = (): Agent => {
    const require = requireBuiltIn();
    const ours = openAgent(require, { ...route, idle, hold, connect, lookup: openLookup(require, { first: hold, most: connect }) });
    (health.agents ??= []).push(ours);
    return ours;
  };
  return (framing, size) => {
    const request = (begin ??= loadBuiltIn(protocol === 'https:' ? 'node:https' : 'node:http').request);
    agent ??= openOurs();
    // As an object: in a list, which Node would read faster, OpenTelemetry takes the numbers of its places for names.
    return untraced(() => request({ protocol, hostname, port, path, method: 'POST', agent, headers: Object.assign({}, route.headers, framing, { 'content-length': size }) }));
  };
};

const gzip = (body: string | Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    loadBuiltIn('node:zlib').gzip(body, GZIP, (error, zipped) => (error ? reject(error) : resolve(zipped)));
  });
