import type { Agent } from 'node:http';
import type { ClientOptions, Report } from '@tocsin/core';
import type { Destination } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';
import { namesProxy, proxyInEnvironment, toProxy } from './proxy';
import type { Route } from './route';
import { routeTo, targetOf, toWebAddress } from './route';

/** How requests leave the machine. */
export type NodeTransportOptions = NonNullable<ClientOptions['transportOptions']> & {
  /**
   * Address of an HTTP proxy, `http://user:password@host:port`. Default: `https_proxy`, `http_proxy` or
   * `all_proxy` of the environment (capitals do as well), unless `no_proxy` names the server (hosts, domains, networks as `10.0.0.0/8`,
   * `*`; each perhaps with a port).
   */
  readonly proxy?: string | undefined;
  /** Certificates to trust in place of the usual ones, as PEM. Default: those of Node, and of `NODE_EXTRA_CA_CERTS`. */
  readonly caCerts?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Go along with every request, for a gateway that asks for more. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * An agent of the app's own, of `node:http` or `node:https` as the DSN says; it is then the app's to
   * proxy and to trust. It cannot follow us to the end of a process: what is pending then waits in the spool.
   */
  readonly agent?: Agent | undefined;
};

const toPem = (certificates: NodeTransportOptions['caCerts']): readonly string[] | undefined =>
  certificates === undefined ? undefined : attemptOr(undefined, () => [certificates].flat().map((one) => (typeof one === 'string' ? one : Buffer.from(one).toString())));

const toHeaders = (headers: unknown): Record<string, string> =>
  attemptOr({}, () => Object.fromEntries(Object.entries(headers ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : []))));

const isAgent = (value: unknown): value is Agent => typeof value === 'object' && value !== null && attemptOr(false, () => typeof Reflect.get(value, 'addRequest') === 'function');

/** What a client's requests go by. */
export interface WayOut {
  /** Made out when somebody asks. */
  readonly route: Route;
  readonly agent: Agent | undefined;
}

/** The way to the destination that options and environment ask for. What cannot be used is named, and left out. */
export const wayOut = (destination: Destination, options: NodeTransportOptions, report: Report): WayOut => {
  const unusable = (what: string): void => report({ code: 'T1003', detail: what });
  if (destination.tunnel !== undefined && !toWebAddress(destination.tunnel)) unusable('tunnel must be a whole address, as there is no page whose host could be meant');
  const address: unknown = options.proxy ?? attemptOr(undefined, () => (namesProxy(process.env) ? proxyInEnvironment(targetOf(destination).href, process.env) : undefined));
  const proxy = typeof address === 'string' ? toProxy(address) : undefined;
  if (address !== undefined && !proxy) unusable(`${options.proxy === undefined ? 'HTTP_PROXY' : 'transportOptions.proxy'} must be the address of an HTTP proxy`);
  const { agent } = options;
  const usable = isAgent(agent) ? agent : undefined;
  if (agent !== undefined && !usable) unusable('transportOptions.agent must be an agent of node:http or node:https');
  const ca = toPem(options.caCerts);
  if (options.caCerts !== undefined && !ca) unusable('transportOptions.caCerts must be certificates as PEM');
  const headers = options.headers && toHeaders(options.headers);
  let route: Route | undefined;
  return {
    get route() {
      return (route ??= routeTo(destination, { proxy, ca, headers }));
    },
    agent: usable,
  };
};
