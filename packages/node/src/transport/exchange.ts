import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { setImmediate } from 'node:timers';
import type { Undo } from '@tocsin/core';
import type { Answer } from '@tocsin/core/platform';
import { attempt, attemptOr } from '@tocsin/core/platform';
import type { Flight, Health } from './health';
import { noteAnswer, noteFailed } from './health';
import { isOnTheWay } from './redirect';
import { createSharedDelay } from './shared-delay';
import type { Slots } from './slots';
import type { Patience } from './watch-request';
import { letGo, longerTerms, readRest, statusIn, termsAtFirst, wasStale, watchConnecting } from './watch-request';
import { createWhenOverdue } from './when-overdue';

/** Begins a request with a body of so many bytes. */
export type Open = (framing: OutgoingHttpHeaders, size: string) => ClientRequest;

/** One body, as it is sent. */
export interface Cargo {
  readonly body: string | Uint8Array;
  /** Headers that say how it is written. */
  readonly framing: OutgoingHttpHeaders;
  /** Servers know it when it comes twice. Default: looked up where it matters, for to look copies a text that was put together. */
  readonly isKnown?: boolean;
  /** Of one that must not come twice. */
  readonly flight?: Flight | undefined;
}

/** What exchanges are made of. */
export interface ExchangeOptions {
  readonly open: Open;
  /** A request takes one until its answer was read to the end. */
  readonly sockets: Slots;
  /** Is written. */
  readonly health: Health;
  /** Takes a request into those that hold the process together. */
  readonly hold: (outgoing: ClientRequest) => Undo;
  readonly patience: Patience;
  /** The app's. */
  readonly agent?: Agent | undefined;
  /** What a redirect is told as. */
  readonly redirected: (answer: IncomingMessage) => Error;
  /** Whether a proxy is talked to, in the server's place. */
  readonly isForwarded?: boolean;
  /** Hears what the server says of what it got; its answer is handed on. */
  readonly heard: (answer: Answer) => Answer;
}

const ID = '{"event_id":"';

/** Whether an envelope is that of an event, whose id stands at its beginning. */
export const hasId = (body: string | Uint8Array): boolean => (typeof body === 'string' ? body.startsWith(ID) : Buffer.from(body.buffer, body.byteOffset, Math.min(ID.length, body.length)).equals(Buffer.from(ID)));

const begunBy = (open: Open, { body, framing, flight }: Cargo): ClientRequest => {
  if (flight?.isBack) throw new Error('dying');
  return open(framing, String(body.length));
};

/** Sends a body and reads the answer to it. Rejects when there was none. */
export const createExchange = ({ open, sockets, health, hold, patience, agent, redirected, heard, isForwarded = false }: ExchangeOptions): ((cargo: Cargo) => Promise<Answer>) => {
  let terms = termsAtFirst(patience);
  const whenOverdue = createWhenOverdue(createSharedDelay(patience.hold), agent && { agent, most: patience.longest });
  const afterRest = createSharedDelay(patience.rest);
  // A flood of events runs this thousands of times, at first without V8's help: so with no promise, listener or timer that it could do without.
  const begin = (cargo: Cargo): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { flight, body: { length: size } } = cargo;
      const begun = attempt(() => begunBy(open, cargo));
      if (!begun.ok) {
        sockets.leave();
        return reject(begun.error);
      }
      const outgoing = begun.value;
      const own = terms;
      let isOverdue = false;
      const forget = hold(outgoing);
      const wasConnected = watchConnecting(outgoing, flight);
      // Until it is over: what stays of a request for a while would keep its body.
      let underWay: Cargo | undefined = cargo;
      const fail = (error: Error): void => {
        const over = underWay;
        if (!over) return;
        underWay = undefined;
        // When all connections that have ended meanwhile are known. Should this one fail too, it has failed.
        if (!health.lastSendFailed && wasStale(outgoing, error) && (over.isKnown ?? hasId(over.body))) return void setImmediate(() => resolve(exchange({ ...over, isKnown: false })));
        const taken = answerIn(error);
        if (taken) return resolve(taken);
        noteFailed(health);
        if (isOverdue) terms = longerTerms(own, patience);
        reject(wasConnected() ? error : attemptOr(error, () => Object.assign(error, { unsent: true }, isForwarded && { message: `the proxy: ${error.message || error.name}` })));
      };
      let undo = whenOverdue(outgoing, () => {
        isOverdue = health.lastSendFailed = true;
        letGo(outgoing, { ...own, size }, patience);
      }, fail);
      outgoing.on('response', (response) => {
        underWay = undefined;
        // The status says all. The rest is read so that the connection can be used again, and may break off.
        undo();
        undo = readRest(response, outgoing, afterRest);
        noteAnswer(health, response.statusCode);
        // One that is slow stays so.
        if (!isOverdue) terms = termsAtFirst(patience);
        resolve(isOnTheWay(response.statusCode) ? Promise.reject(redirected(response)) : heard(answerOf(response)));
      });
      outgoing.on('error', fail);
      outgoing.on('close', () => {
        undo();
        forget();
        sockets.leave();
        // It may have gone over to another protocol, which is no error.
        if (underWay) fail(new Error('no answer'));
      });
      // In a text, each character is a byte.
      outgoing.end(cargo.body, 'latin1');
    });
  const exchange = (cargo: Cargo): Promise<Answer> => sockets.take()?.then(() => begin(cargo)) ?? begin(cargo);
  return exchange;
};

const answerIn = (error: Error): Answer | undefined => {
  const status = statusIn(error);
  return status === undefined ? undefined : answerOf({ statusCode: status, headers: {} });
};

const answerOf = ({ statusCode = 0, headers }: Pick<IncomingMessage, 'statusCode' | 'headers'>): Answer => ({
  status: statusCode,
  header(name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  },
});
