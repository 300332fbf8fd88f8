import type { Undo } from '../base/clock';
import type { EpochMilliseconds, Milliseconds } from '../base/units';
import { toRfc3339 } from '../base/units';
import type { Part, PartHost } from '../client/client';
import { activeTrace } from '../client/trace';
import { asciiJson } from '../base/ascii-json';
import type { TraceState } from '../event/trace';
import { createChannel } from './channel';
import { errorWeight } from './error-weight';
import { sessionAttributes } from './session-attributes';
import { withPart } from './with-part';

/** How often counts leave, and how exact their times are: the field's figures (protocol notes §4.1). */
const MINUTE: Milliseconds = 60_000;

/** Counts in one item, at most. */
const MAX_AGGREGATES = 100;

type Ending = 'exited' | 'errored' | 'crashed';

/** How many requests of one minute ended how. */
interface Aggregate extends Partial<Record<Ending, number | undefined>> {
  readonly started: string;
}

/** Where a request was counted, and when it had ended. */
interface Place {
  /** All minutes that leave together. */
  readonly minutes: ReadonlyMap<EpochMilliseconds, Aggregate>;
  readonly minute: EpochMilliseconds;
  readonly ended: EpochMilliseconds;
}

interface Counts {
  count(minute: EpochMilliseconds, ending: Ending): Place;
  /** Counts a request under another ending, unless the server has heard of it: that stays said. */
  change(place: Place, from: Ending, to: Ending): void;
  handOver(): void;
}

const createCounts = (host: PartHost, attrs: object): Counts => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'session');
  let minutes = new Map<EpochMilliseconds, Aggregate>();
  let quantity = 0;
  let cancel: Undo | undefined;

  const add = (minute: EpochMilliseconds, ending: Ending, by: 1 | -1): void => {
    const aggregate = minutes.get(minute) ?? { started: toRfc3339(minute) };
    minutes.set(minute, { ...aggregate, [ending]: (aggregate[ending] ?? 0) + by || undefined });
  };

  const handOver = (): void => {
    cancel?.();
    cancel = undefined;
    if (quantity === 0) return;
    const payload = asciiJson({ aggregates: [...minutes.values()], attrs });
    const counted = quantity;
    minutes = new Map();
    quantity = 0;
    channel.send({ header: { type: 'sessions', content_type: 'application/json' }, payload }, { quantity: counted });
  };

  return {
    count(minute, ending) {
      const place = { minutes, minute, ended: runtime.now() };
      if (!client.isEnabled()) return place;
      host.ledger.move('captured', 'pending', { category: 'session' });
      quantity++;
      add(minute, ending, 1);
      if (minutes.size >= MAX_AGGREGATES) handOver();
      else cancel ??= runtime.after(MINUTE, handOver);
      return place;
    },
    change(place, from, to) {
      if (place.minutes !== minutes) return;
      add(place.minute, from, -1);
      add(place.minute, to, 1);
    },
    handOver,
  };
};

interface RequestSessions extends Part {
  begin(trace: TraceState, wanted: boolean): Undo | undefined;
}

const createRequestSessions = (host: PartHost): RequestSessions => {
  const attrs = sessionAttributes(host.client);
  const { count, change, handOver } = createCounts(host, attrs ?? {});
  /** By what all scopes of one request, and no other's, have in common; `ignored` where it is not to be counted. */
  const endings = new WeakMap<TraceState, Ending | 'ignored'>();
  /** By the same. */
  const places = new WeakMap<TraceState, Place>();

  return {
    begin(trace, wanted) {
      // An adapter that knows more of the request may count it too; it is counted once, if all want it.
      const known = endings.get(trace);
      if (!wanted) endings.set(trace, 'ignored');
      if (!attrs || known || !wanted) return undefined;
      const now = host.runtime.now();
      endings.set(trace, 'exited');
      return () => {
        const ending = endings.get(trace);
        if (places.has(trace) || !ending || ending === 'ignored') return;
        places.set(trace, count(now - (now % MINUTE), ending));
      };
    },
    captured(captured) {
      const { trace } = captured.scope;
      const before = trace && endings.get(trace);
      if (!before || before === 'crashed' || before === 'ignored') return;
      const place = places.get(trace);
      // What comes after the answer is none of it, but for an event whose asynchronous hooks have outlived it.
      if (place && !((captured.event?.timestamp ?? Infinity) * 1000 <= place.ended)) return;
      const weight = errorWeight(captured);
      if (!weight) return;
      endings.set(trace, weight);
      if (place) change(place, before, weight);
    },
    handOver,
  };
};

/**
 * For server adapters: counts the request that is served in the scopes in force here, which must have
 * a trace of their own (`continueTrace`). Call what it answers when the request is over; the server
 * then hears, minute by minute, how many ended well, had an error, or failed. `undefined` when there
 * is nothing to do: no client, no `release`, a request that another adapter counts already, or
 * `wanted` is `false`: then no other one counts it either.
 */
export const countRequestSession = (wanted = true): Undo | undefined =>
  withPart(createRequestSessions, undefined, (sessions, { carrier, client }): Undo | undefined => sessions.begin(activeTrace(carrier, client), wanted));
