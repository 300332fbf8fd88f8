import { attemptOr } from '../base/fences';
import type { Category } from '../base/ledger';
import type { EpochMilliseconds } from '../base/units';
import { decodeEnvelope } from '../envelope/decode';
import { encodeEnvelope } from '../envelope/encode';
import type { Envelope } from '../envelope/envelope';
import { createLimits } from './limits';
import type { MakeTransport } from './make-transport';
import type { Answer, Post } from './post';
import type { ReadEnvelope, RouteMatcher, Target } from './route-matcher';
import { createTargetFinder, forTarget, textOf } from './route-matcher';
import { isTemporary } from './send';

/** Envelopes that some destinations have taken and others not yet, at most. Of more than that a server may get one twice. */
const MAX_UNFINISHED = 100;

/** What servers count each kind of item as, in their limits. */
const categories: Readonly<Record<string, Category>> = { event: 'error', log: 'log_item', session: 'session', sessions: 'session', check_in: 'monitor', feedback: 'feedback', client_report: 'internal' };

/** Out of quota, for this envelope alone: the limits of one destination must not hold back what goes to others. */
const held = (header?: Answer['header']): Required<Answer> => ({ status: 429, header: (name) => (name === 'x-sentry-rate-limits' ? '0' : header?.(name)) });

/**
 * One client, several destinations: `match` says for each envelope where to. Each destination has
 * limits of its own. An envelope counts as sent when all have taken it; what one could not take yet is
 * tried again with that one alone. `make` is the platform's transport (`makeNodeTransport`).
 */
export const makeMultiplexedTransport =
  (make: MakeTransport, match: RouteMatcher): MakeTransport =>
  (options) => {
    const targetsOf = createTargetFinder(match, options);
    const senders = new Map<string, Sender>();
    const unfinished = new Map<string, ReadonlySet<string>>();

    const sendOn = async (target: Target, envelope: ReadEnvelope): Promise<Outcome> => {
      const send = senders.get(target.name) ?? createSender(make({ ...options, destination: target.destination }).post, options.now);
      senders.set(target.name, send);
      return { target, ...(await send(forTarget(envelope, target))) };
    };

    const remember = (key: string, done: ReadonlySet<string>): void => {
      unfinished.set(key, done);
      for (const oldest of unfinished.keys()) if (unfinished.size > MAX_UNFINISHED) unfinished.delete(oldest);
    };

    return {
      async post(body) {
        const envelope = readBack(body);
        const key = keyOf(envelope);
        const before = unfinished.get(key) ?? new Set();
        unfinished.delete(key);
        const outcomes = await Promise.all(targetsOf(envelope).flatMap((target) => (before.has(target.name) ? [] : [sendOn(target, envelope)])));
        const done = outcomes.filter(({ answer }) => answer !== undefined && !isTemporary(answer.status));
        if (done.length < outcomes.length) remember(key, new Set([...before, ...done.map(({ target }) => target.name)]));
        const unanswered = outcomes.find(({ answer }) => answer === undefined);
        if (unanswered) throw unanswered.error;
        return worstOf(outcomes.map(({ answer }) => answer)) ?? held();
      },
      postSync(bodies, postTo) {
        const trips = bodies.map(readBack).flatMap((envelope, index) => targetsOf(envelope).map((target) => ({ index, target, body: encodeEnvelope(forTarget(envelope, target)) })));
        const answers = bodies.map((): (Answer | undefined)[] => []);
        for (const { target } of new Map(trips.map((trip) => [trip.target.name, trip])).values()) {
          const own = trips.filter((trip) => trip.target.name === target.name);
          const given = attemptOr<readonly (Answer | undefined)[]>([], () => postTo(target.destination)(own.map((trip) => trip.body)));
          own.forEach(({ index }, nth) => answers[index]?.push(given[nth]));
        }
        return answers.map(worstOf);
      },
    };
  };

/** What came of one envelope at one destination: an answer, or why there is none. */
interface Outcome {
  readonly target: Target;
  readonly answer?: Answer | undefined;
  readonly error?: unknown;
}

type Sender = (envelope: Envelope) => Promise<Omit<Outcome, 'target'>>;

/** Sends to one destination and keeps back what it will not take. Never rejects. */
const createSender = (post: Post, now: () => EpochMilliseconds): Sender => {
  const limits = createLimits(now);

  return async (envelope) => {
    if (envelope.items.some(({ header }) => limits.holds(categories[header.type] ?? 'default'))) return { answer: held() };
    try {
      const answer = await post(encodeEnvelope(envelope));
      limits.read(answer);
      return { answer: { status: answer.status, header: held(answer.header).header } };
    } catch (error) {
      return { error };
    }
  };
};

/** Our own encoder has written it, so it can be read. */
const readBack = (body: string | Uint8Array): ReadEnvelope => {
  const decoded = decodeEnvelope(typeof body === 'string' ? new TextEncoder().encode(body) : body, { maxItems: Number.POSITIVE_INFINITY });
  if (!decoded.ok) throw new Error(decoded.problem.detail);
  return decoded.envelope;
};

/** The same at each attempt, though `sent_at` is not: the event's id, or all that is in it. */
const keyOf = ({ header, items }: ReadEnvelope): string =>
  header.event_id ?? items.map(({ payload }) => textOf(payload)).join('\n');

/** The answer that is furthest from "taken"; none at all is the worst. */
const worstOf = (answers: readonly (Answer | undefined)[]): Answer | undefined =>
  answers.includes(undefined) ? undefined : answers.reduce((worst, answer) => (worst && answer && answer.status > worst.status ? answer : worst ?? answer), answers[0]);
