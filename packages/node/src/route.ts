import type { Destination } from '@tocsin/core/platform';
import { authHeader, envelopeUrl } from '@tocsin/core/platform';

/** Where requests go and what they carry, as data: it is handed to a worker thread when the process dies. */
export interface Route {
  /** `http:` or `https:` of the one we talk to, which is the proxy for a plain request through one. */
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  /** Through a proxy, in a plain request, the whole URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The proxy through which a connection to a `https:` server is made. */
  readonly through?: Hop | undefined;
  /** Certificates that are trusted in place of the usual ones, as PEM. */
  readonly ca?: string | readonly string[] | undefined;
}

/** A proxy that is asked to connect. */
export interface Hop {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the app says about the way. */
export interface RouteOptions {
  readonly proxy?: URL | undefined;
  readonly ca?: string | readonly string[] | undefined;
  /** Go along with every request, for gateways that ask for more. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** URLs keep the brackets of an IPv6 address; sockets want none. */
const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');

/** Name and password in a proxy's URL. */
const proxyHeaders = ({ username, password }: URL): Record<string, string> =>
  username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}` };

/** The way to a destination; the same for live sending and for last words. */
export const routeTo = ({ dsn, client }: Destination, { proxy, ca, headers: more }: RouteOptions = {}): Route => {
  const target = new URL(envelopeUrl(dsn, { auth: 'header' }));
  const headers = { ...more, 'content-type': 'application/x-sentry-envelope', 'user-agent': client, 'x-sentry-auth': authHeader(dsn, client) };
  if (proxy && target.protocol === 'http:') {
    return { protocol: proxy.protocol, hostname: bareHost(proxy.hostname), port: portOf(proxy), path: target.href, headers: { ...headers, host: target.host, ...proxyHeaders(proxy) }, ca };
  }
  const through = proxy && { protocol: proxy.protocol, hostname: bareHost(proxy.hostname), port: portOf(proxy), headers: proxyHeaders(proxy) };
  return { protocol: target.protocol, hostname: bareHost(target.hostname), port: portOf(target), path: target.pathname, headers, through, ca };
};

/** The way to an address as it is, past every proxy: for what runs on the same machine. */
export const routeToUrl = (url: URL, headers: Readonly<Record<string, string>>): Route => ({
  protocol: url.protocol,
  hostname: bareHost(url.hostname),
  port: portOf(url),
  path: `${url.pathname}${url.search}`,
  headers,
});
