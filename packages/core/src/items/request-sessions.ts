import { asciiJson } from '../base/ascii-json';
import type { Undo } from '../base/clock';
import type { EpochMilliseconds, Milliseconds } from '../base/units';
import { toRfc3339 } from '../base/units';
import type { Part, PartHost } from '../client/client';
import { activeTrace } from '../client/trace';
import { withPart } from '../client/with-client';
import type { TraceState } from '../event/trace';
import { createChannel } from './channel';
import { sessionAttributes } from './session-attributes';
import { sessionOutcome } from './session-outcome';

/** How often counts leave, and how exact their times are: the field's figures (protocol notes §4.1). */
const MINUTE: Milliseconds = 60_000;

/** Counts in one item, at most. */
const MAX_AGGREGATES = 100;

type Ending = 'exited' | 'errored' | 'crashed';

/** How many requests of one minute ended how. */
interface Aggregate extends Partial<Record<Ending, number | undefined>> {
  readonly started: string;
}

interface Served {
  /** `ignored` where it is not to be counted. */
  ending: Ending | 'ignored';
  ended: EpochMilliseconds;
  /** Where it is counted. */
  aggregate?: Aggregate;
}

interface RequestSessions extends Part {
  begin(trace: TraceState, wanted: boolean): Undo | undefined;
}

const add = (aggregate: Aggregate, ending: Ending, by: 1 | -1): void => {
  aggregate[ending] = (aggregate[ending] ?? 0) + by || undefined;
};

/** Of no effect on a count that the server has heard of. */
const turnOutAs = (served: Served, from: Ending, to: Ending): void => {
  served.ending = to;
  if (!served.aggregate) return;
  add(served.aggregate, from, -1);
  add(served.aggregate, to, 1);
};

/** Counts endings by the minute, and tells the server of them once a minute, or when it is asked to. */
const createCounts = ({ client, runtime, ledger }: PartHost, tell: (aggregates: readonly Aggregate[], quantity: number) => void) => {
  let minutes = new Map<EpochMilliseconds, Aggregate>();
  let quantity = 0;
  let cancel: Undo | undefined;

  const handOver = (): void => {
    cancel?.();
    cancel = undefined;
    if (quantity === 0) return;
    const [told, counted] = [[...minutes.values()], quantity];
    minutes = new Map();
    quantity = 0;
    tell(told, counted);
  };

  return {
    handOver,
    /** Answers with where it is counted. */
    count(minute: EpochMilliseconds, ending: Ending): Aggregate {
      const aggregate = minutes.get(minute) ?? { started: toRfc3339(minute) };
      if (!client.isEnabled()) return aggregate;
      ledger.move('captured', 'pending', { category: 'session' });
      quantity++;
      add(aggregate, ending, 1);
      minutes.set(minute, aggregate);
      if (minutes.size >= MAX_AGGREGATES) handOver();
      else cancel ??= runtime.after(MINUTE, handOver);
      return aggregate;
    },
  };
};

const createRequestSessions = (host: PartHost): RequestSessions => {
  const { client, runtime } = host;
  const channel = createChannel(host, 'session');
  const attrs = sessionAttributes(client);
  /** By what all scopes of one request, and no other's, have in common. */
  const requests = new WeakMap<TraceState, Served>();
  const { count, handOver } = createCounts(host, (aggregates, quantity) => {
    channel.send({ header: { type: 'sessions', content_type: 'application/json' }, payload: asciiJson({ aggregates, attrs }) }, { quantity });
  });

  return {
    begin(trace, wanted) {
      // An adapter that knows more of the request may count it too; it is counted once, if all want it.
      const known = requests.get(trace);
      const served: Served = { ending: 'exited', ended: Infinity };
      if (!wanted) requests.set(trace, { ...served, ending: 'ignored' });
      if (!attrs || known || !wanted) return undefined;
      const now = runtime.now();
      requests.set(trace, served);
      return () => {
        const { ending, aggregate } = requests.get(trace) ?? served;
        if (aggregate || ending === 'ignored') return;
        served.ended = runtime.now();
        served.aggregate = count(now - (now % MINUTE), ending);
      };
    },
    captured(captured) {
      const served = captured.scope.trace && requests.get(captured.scope.trace);
      if (!served || served.ending === 'crashed' || served.ending === 'ignored') return;
      // What comes after the answer is none of it, but for an event whose asynchronous hooks have outlived it.
      if ((captured.event?.timestamp ?? Infinity) * 1000 > served.ended) return;
      const outcome = sessionOutcome(captured);
      if (outcome) turnOutAs(served, served.ending, outcome);
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
  withPart(createRequestSessions, undefined, (sessions, client, carrier): Undo | undefined => sessions.begin(activeTrace(carrier, client), wanted));
