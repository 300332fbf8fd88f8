import { holds, isPattern } from '../base/option-list';
import { copyBag } from '../base/read';
import { hostOf } from '../envelope/endpoint';
import type { TraceHeaders } from '../event/trace';
import type { Destination } from '../transport/post';
import type { TraceData } from './trace';
import { getTraceData } from './trace';
import { withClient } from './with-client';

/** A request that the app is about to send. */
export interface OutgoingRequest {
  /** Absolute, as the platform has resolved it (`new URL(…).href`). */
  readonly url: string;
  /** What the app itself has put into these headers. */
  readonly headers?: TraceHeaders | undefined;
  /** Where a page asks, `https://shop.example`: without targets nobody else gets the headers. */
  readonly pageOrigin?: string | undefined;
}

/** What decides which requests carry the trace. */
export interface PropagationRules {
  /** See `ClientOptions.tracePropagationTargets`. */
  readonly targets?: readonly (string | RegExp)[] | undefined;
  /** Where events go: never a target, because those requests are our own. */
  readonly destination?: Pick<Destination, 'dsn'> | undefined;
  /** Address or path that events take instead of the destination; see `ClientOptions.tunnel`. */
  readonly tunnel?: string | undefined;
}

/** Scheme, host with port (names before an at sign are none), path. */
const WEB_ADDRESS = /^https?:\/\/(?:[^/?#]*@)?([^/?#]+)([^?#]*)/i;

/** Both sides may spell out the port that the scheme has anyway. */
const withoutUsualPort = (host: string): string => host.toLowerCase().replace(/:(?:80|443)$/, '');

/** Whether a request may carry the trace. A pure function of its arguments; for the headers see {@link tracePropagationFor}. */
export const mayPropagateTo = ({ url, pageOrigin }: OutgoingRequest, { targets, destination, tunnel }: PropagationRules): boolean => {
  const ownWay = tunnel?.replace(/[?#].*/, '');
  const [address, host = '', path = ''] = WEB_ADDRESS.exec(url) ?? [];
  if (address === undefined) return false;
  if (destination && withoutUsualPort(host) === withoutUsualPort(hostOf(destination.dsn))) return false;
  const isOwn = pageOrigin !== undefined && (url === pageOrigin || url.startsWith(`${pageOrigin}/`));
  if (address === ownWay || (isOwn && path === ownWay)) return false;
  if (!Array.isArray(targets)) return pageOrigin === undefined || isOwn;
  return targets.some((target: unknown) => matches(target, url) || (isOwn && matches(target, url.slice(pageOrigin.length))));
};

const matches = (target: unknown, text: string): boolean => (typeof target === 'string' || isPattern(target)) && holds(text, target);

/**
 * The headers to add to a request of the app's, for adapters that see it leave; empty where it must
 * not carry the trace, or the app has given it one itself. `baggage` replaces the app's own header,
 * whose entries it holds. Never throws.
 */
export const tracePropagationFor = (request: OutgoingRequest): TraceData =>
  withClient<TraceData>({}, (client) => {
    if (!client.isEnabled()) return {};
    const options = client.getOptions();
    const { tracePropagationTargets: targets, tunnel } = options;
    if (targets !== undefined && !Array.isArray(targets)) client.report({ code: 'T1003', detail: 'tracePropagationTargets' });
    const rules: PropagationRules = { targets, destination: client.getDestination(), tunnel };
    const own: TraceHeaders = copyBag(request.headers);
    if (own.sentryTrace !== undefined || !mayPropagateTo(request, rules)) return {};
    const data = getTraceData(own.baggage);
    const { traceparent: _, ...others } = data;
    return own.traceparent === undefined ? data : others;
  });
