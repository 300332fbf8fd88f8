import type { Event, Integration, RequestData } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { bagOf, flag } from '../options/kinds';

/** Options of {@link requestDataIntegration}. */
export interface RequestDataOptions {
  /** What is told of a request; what is not named is, as `sendDefaultPii` allows. */
  readonly include?:
    | {
        readonly cookies?: boolean | undefined;
        /** The body. */
        readonly data?: boolean | undefined;
        readonly headers?: boolean | undefined;
        /** The visitor's address. */
        readonly ip?: boolean | undefined;
        readonly query_string?: boolean | undefined;
        readonly url?: boolean | undefined;
      }
    | undefined;
}

const kinds: KindsOf<RequestDataOptions> = { include: bagOf({ cookies: flag, data: flag, headers: flag, ip: flag, query_string: flag, url: flag }) };

/** Headers in which proxies hand on whose request it is. */
const ADDRESSES = /^(?:x-forwarded-for|x-forwarded|forwarded|forwarded-for|x-real-ip|x-client-ip|x-cluster-client-ip|cf-connecting-ip|true-client-ip|fastly-client-ip|fly-client-ip|x-appengine-user-ip)$/i;

/** The parts of the wire's request, without those that are not wanted. */
const without = (request: RequestData, { cookies, data, headers, ip, query_string, url }: NonNullable<RequestDataOptions['include']>): RequestData => {
  const isLeft = ([name]: readonly [name: string, value: string]): boolean => (cookies !== false || name.toLowerCase() !== 'cookie') && (ip !== false || !ADDRESSES.test(name));
  return {
    ...request,
    ...(cookies === false && { cookies: undefined }),
    ...(data === false && { data: undefined }),
    ...(query_string === false && { query_string: undefined }),
    ...(url === false && { url: undefined }),
    ...(ip === false && { env: undefined }),
    headers: headers === false || !request.headers ? undefined : Object.fromEntries(Object.entries(request.headers).filter(isLeft)),
  };
};

/** The request that is being served is told without it, scrubbed; it is for leaving parts of that out. */
export const requestDataIntegration = (options?: RequestDataOptions): Integration => {
  const include: NonNullable<RequestDataOptions['include']> = copyBag(copyBag(options)['include']);
  return {
    name: 'RequestData',
    setup: (client) => void usableOptions(options, kinds, { name: 'RequestData', report: client.report }),
    processEvent: (event): Event => ({
      ...event,
      request: event.request && without(event.request, include),
      user: include.ip === false && event.user ? { ...event.user, ip_address: undefined } : event.user,
    }),
  };
};
