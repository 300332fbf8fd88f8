import type { Agent, ClientRequest } from 'node:http';
import { clearTimeout, setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import type { Delay } from './shared-delay';

/** Runs `overdue` when the server has had a request for too long, `fail` when that could not even begin. */
export type WhenOverdue = (outgoing: ClientRequest, overdue: () => void, fail: (error: Error) => void) => Undo;

/** How an app lets us have its sockets. */
export interface Sharing {
  readonly agent: Agent;
  /** How long one is waited for at most, milliseconds. */
  readonly most: number;
}

/**
 * A request is overdue after a delay. An agent of the app may serve others as well: what has to wait there for a socket begins when it
 * has one, and holds nothing meanwhile.
 */
export const createWhenOverdue = (after: Delay, sharing?: Sharing): WhenOverdue =>
  sharing
    ? (outgoing, overdue, fail) => {
        let undo: Undo;
        const begin = (): void => {
          undo = after(() => {
            if (isQueued(outgoing, sharing.agent)) undo = awaitTurn(outgoing, sharing.most, (error) => (error ? fail(error) : begin()));
            else overdue();
          });
        };
        begin();
        return () => undo();
      }
    : (_outgoing, overdue) => after(overdue);

/** Whether it waits for a socket. Not every agent shows its line. */
const isQueued = (outgoing: ClientRequest, agent: Agent): boolean =>
  attemptOr(false, () => Object.values<unknown>(agent.requests).some((line) => Array.isArray(line) && line.includes(outgoing)));

const awaitTurn = (outgoing: ClientRequest, most: number, done: (error?: Error) => void): Undo => {
  const waiting = setTimeout(() => {
    // Of that alone nobody would hear before its turn.
    outgoing.destroy();
    done(new Error("none of the agent's sockets became free in time"));
  }, most).unref();
  outgoing.once('socket', () => {
    clearTimeout(waiting);
    done();
  });
  return () => clearTimeout(waiting);
};
