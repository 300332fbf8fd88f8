import { attemptOr } from '../base/fences';
import type { TraceHeaders } from '../event/trace';
import type { RequestBinding } from './binding';

/** What a caller says of the trace that a request belongs to: hand it to `continueTrace`. Empty when it says nothing, or its headers cannot be read. */
export const incomingTrace = <Request>(binding: Pick<RequestBinding<Request>, 'headers'>, request: Request): TraceHeaders =>
  attemptOr<TraceHeaders>({}, () => {
    const headers = new Map(Object.entries(binding.headers(request)).map(([name, value]) => [name.toLowerCase(), value]));
    const text = (name: string): string | undefined => {
      const value = headers.get(name);
      // Only `baggage` may come several times; joined, it reads as one list.
      return value === undefined ? undefined : String(value);
    };
    return { sentryTrace: text('sentry-trace'), baggage: text('baggage'), traceparent: text('traceparent') };
  });
