import type { Destination } from '@tocsin/core/platform';
import { attemptOr, authHeader, envelopeUrl } from '@tocsin/core/platform';

/** The other end of a connection. */
export interface Peer {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** Without the brackets that a URL keeps around an IPv6 address. */
  readonly hostname: string;
  /** Also the usual one, which a URL leaves out. */
  readonly port: string;
}

/**
 * Where requests go and what they carry, as data: it is handed to a worker thread when the process dies. For a plain
 * request through a proxy, the proxy is the peer.
 */
export interface Route extends Peer {
  /** Through a proxy, in a plain request, the whole URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The proxy through which a connection to a `https:` server is made. */
  readonly through?: Hop | undefined;
  /** Certificates that are trusted in place of the usual ones, as PEM. */
  readonly ca?: string | readonly string[] | undefined;
}

/** A proxy that is asked to connect. */
export interface Hop extends Peer {
  readonly headers: Readonly<Record<string, string>>;
}

/** What the app says about the way. */
export interface RouteOptions {
  readonly proxy?: URL | undefined;
  readonly ca?: string | readonly string[] | undefined;
  /** Go along with every request, for gateways that ask for more. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Whom a URL names. */
export const peerOf = ({ protocol, hostname, port }: URL): Peer => ({ protocol, hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port: port || (protocol === 'https:' ? '443' : '80') });

/** Name and password in a proxy's URL. */
const proxyHeaders = ({ username, password }: URL): Record<string, string> =>
  username + password === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}` };

/** A bare `%`, as in a password that nobody has encoded, stays one. */
const decoded = (text: string): string => attemptOr(text, () => decodeURIComponent(text));

/** An address that requests can be sent to; `undefined` when it is none. */
export const toWebAddress = (text: unknown): URL | undefined =>
  attemptOr(undefined, () => {
    const url = new URL(String(text));
    return /^https?:$/.test(url.protocol) ? url : undefined;
  });

/** The tunnel of a destination, when there is one that can be used. */
const tunnelOf = ({ tunnel }: Destination): URL | undefined => (tunnel === undefined ? undefined : toWebAddress(tunnel));

/** What is asked to take envelopes: a tunnel, else the server. */
export const targetOf = (destination: Destination): URL => tunnelOf(destination) ?? new URL(envelopeUrl(destination.dsn, { auth: 'header' }));

/** The way to a destination; the same for live sending and for last words. A tunnel reads from the envelope where to, and is shown no key. */
export const routeTo = (destination: Destination, { proxy, ca, headers: more }: RouteOptions = {}): Route => {
  const { dsn, client } = destination;
  const target = targetOf(destination);
  const headers = { ...more, 'content-type': 'application/x-sentry-envelope', 'user-agent': client, ...(!tunnelOf(destination) && { 'x-sentry-auth': authHeader(dsn, client) }) };
  if (proxy && target.protocol === 'http:') return { ...peerOf(proxy), path: target.href, headers: { ...headers, host: target.host, ...proxyHeaders(proxy) }, ca };
  return { ...routeToUrl(target, headers), through: proxy && { ...peerOf(proxy), headers: proxyHeaders(proxy) }, ca };
};

/** Whether a proxy is asked in the server's place: it is told the whole address. */
export const isForwarded = ({ path }: Route): boolean => !path.startsWith('/');

/** The way to an address as it is, past every proxy: for what runs on the same machine. */
export const routeToUrl = (url: URL, headers: Route['headers']): Route => ({ ...peerOf(url), path: url.pathname + url.search, headers });
