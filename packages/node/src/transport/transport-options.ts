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

const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** What a client's requests go by. */
export interface WayOut {
  /** Made out when somebody asks. */
  readonly route: Route;
  readonly agent: Agent | undefined;
}

/** The way to the destination that options, as `initOptions` has looked at them, and environment ask for. What cannot be used is named, and left out. */
export const wayOut = (destination: Destination, options: NodeTransportOptions, report: Report): WayOut => {
  const unusable = (what: string): void => report({ code: 'T1003', detail: what });
  if (destination.tunnel !== undefined && !toWebAddress(destination.tunnel)) unusable('tunnel must be a whole address, as there is no page whose host could be meant');
  const { agent, caCerts, headers } = options;
  const address = options.proxy ?? attemptOr(undefined, () => (namesProxy(process.env) ? proxyInEnvironment(targetOf(destination).href, process.env) : undefined));
  const proxy = address === undefined ? undefined : toProxy(address);
  if (address !== undefined && !proxy) unusable('HTTP_PROXY must be the address of an HTTP proxy');
  const ca = caCerts && [caCerts].flat().map((one) => (typeof one === 'string' ? one : Buffer.from(one).toString()));
  let route: Route | undefined;
  return {
    get route() {
      return (route ??= routeTo(destination, { proxy, ca, headers: headers && lowered(headers) }));
    },
    agent,
  };
};
