import type { ClientRequest, IncomingMessage } from 'node:http';
import { clearTimeout, setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';
import type { Flight } from './health';
import type { Delay } from './shared-delay';

/** How long things may take, milliseconds. */
export interface Patience {
  /**
   * A server that has not answered by then will not, however much else it says: first after this, then after twice as long with
   * each request that was in vain, at most after `longest`. So who hangs, or drips, holds what waits up for a while only,
   * and one that is merely slow is not sent the same again and again.
   */
  readonly answer: number;
  /** See `answer`. */
  readonly longest: number;
  /**
   * For this long a request in flight keeps the process alive, so that a script which ends at once
   * still gets its event out; then it is let go, so that a hanging server holds no process up.
   */
  readonly hold: number;
  /**
   * A connection in the making cannot be let go, only given up: first after `hold`, then after twice
   * as long with each failure, at most after this.
   */
  readonly connect: number;
  /** What is left of an answer after its status has so long to come; else its connection is closed. */
  readonly rest: number;
  /** An idle connection is closed before the usual server closes it, which would cost a retry. */
  readonly idle: number;
}

/**
 * Answering: ten times what a busy server takes for an event, and what SDKs wait at most. Connecting: long enough for a lost packet,
 * which the system repeats after one second.
 */
export const PATIENCE: Patience = { answer: 10_000, longest: 30_000, rest: 250, hold: 500, connect: 2000, idle: 4000 };

/** A connection on which less gets through in a millisecond gets nothing through, bytes. A large body has longer to be answered. */
const SLOWEST = 8;

/** More than any server has to say to an envelope, bytes; a new connection costs less than to read on. */
const LONGEST_REST = 65_536;

const ignore = (): void => undefined;

/** Throws the rest of an answer away, and the connection with it when there is no end to that, or it is not over after the delay. */
export const readRest = (response: IncomingMessage, outgoing: ClientRequest, after: Delay): Undo => {
  let left = LONGEST_REST;
  response.on('error', ignore).on('data', (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) outgoing.destroy();
  });
  return after(() => outgoing.destroy());
};

/** Tells later whether there was a connection, and one that is encrypted where it has to be, so that something may have left. If not, a `flight` can be taken back. */
export const watchConnecting = (outgoing: ClientRequest, flight?: Flight): (() => boolean) => {
  let connected = outgoing.reusedSocket;
  const note = (): void => {
    connected = true;
  };
  if (!connected) {
    outgoing.once('socket', (socket) => {
      // Both sides have agreed on nothing yet: through a proxy, while the socket below is long connected.
      if (Reflect.get(socket, 'alpnProtocol') === null) socket.once('secureConnect', note);
      else if (socket.connecting) socket.once('connect', note);
      else note();
    });
  }
  if (flight) flight.takeBack = () => (!outgoing.socket || !connected) && !!outgoing.destroy();
  return () => connected;
};

/** Whether a connection that was used before has ended: as it seems while nobody used it, for a server closes what is idle when it likes. */
export const wasStale = ({ reusedSocket }: ClientRequest, error: Error): boolean => reusedSocket && ['ECONNRESET', 'EPIPE'].includes(String(Reflect.get(error, 'code')));

/** How long a request has from its start, milliseconds. */
export interface Terms {
  /** For a connection. */
  readonly connect: number;
  /** For an answer, were it empty. */
  readonly answer: number;
}

/** What a request has as long as none was overdue in vain. */
export const termsAtFirst = ({ hold, answer }: Patience): Terms => ({ connect: hold, answer });

/** What the next one has after one that was overdue in vain. */
export const longerTerms = ({ connect, answer }: Terms, most: Patience): Terms => ({ connect: Math.min(connect * 2, most.connect), answer: Math.min(answer * 2, most.longest) });

/** What an answer says that Node finds malformed behind its first line, if it says that all is well: who took something must not get it again and again. */
export const statusIn = (error: Error): number | undefined => {
  const packet: unknown = Reflect.get(error, 'rawPacket');
  const [, status] = (packet instanceof Uint8Array && /^HTTP\/1\.\d (2\d\d)\b/.exec(Buffer.from(packet.buffer, packet.byteOffset, Math.min(packet.length, 16)).toString('latin1'))) || [];
  return status === undefined ? undefined : Number(status);
};

/** An overdue request. */
export interface Overdue extends Terms {
  /** What it carries, bytes. */
  readonly size: number;
}

/**
 * An overdue request holds the process no longer. It is given up when it has no connection in time, when its connection is silent
 * for long, and when it has not been answered by then, whatever else the server says.
 */
export const letGo = (outgoing: ClientRequest, { connect, answer, size }: Overdue, { hold, longest }: Patience): void => {
  const giveUp = (): unknown => outgoing.destroy(new Error('no answer in time'));
  const unconnected = setTimeout(() => {
    if (outgoing.socket?.connecting !== false) outgoing.destroy(new Error(`no connection within ${connect} ms`));
  }, connect - hold).unref();
  const unanswered = setTimeout(giveUp, answer - hold + size / SLOWEST).unref();
  for (const event of ['response', 'close']) {
    outgoing.on(event, () => {
      clearTimeout(unconnected);
      clearTimeout(unanswered);
    });
  }
  outgoing.socket?.unref();
  outgoing.setTimeout(longest, giveUp);
};
