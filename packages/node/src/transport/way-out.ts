import type { Agent } from 'node:http';
import type { Report } from '@tocsin/core';
import type { Destination } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';
import { namesProxy, proxyInEnvironment, toProxy } from './proxy';
import type { Route } from './route';
import { routeTo, targetOf, toWebAddress } from './route';
import type { NodeTransportOptions } from './transport-options';

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
