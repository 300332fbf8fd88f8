import type { Agent } from 'node:http';
import type { Transporter } from '@tocsin/core/platform';

/** Requests at a time, at first: a burst on a new connection each, which a process with few file descriptors must bear as well as a server that asks for TLS. */
const FIRST_WIDTH = 16;

/**
 * Requests at a time, at most. With fewer, an app that has its loop to itself for some milliseconds would send slower than it
 * captures, and what waits is copied into the spool; a quarter of 256 file descriptors, the least that processes are given.
 */
const LARGEST_WIDTH = 64;

/** A body on its way that must not come twice. */
export interface Flight {
  readonly body: string | Uint8Array;
  /** Keeps it back, and answers whether surely no byte of it has left, nor will. */
  takeBack: () => boolean;
  /** It was kept back before there was a request. */
  isBack?: boolean;
}

/** What is known of live sending: for the last words of a dying process, and for who sends next. */
export interface Health {
  /** The last request failed or is overdue: little hope, so a death should not wait long. Absent: there was none. */
  lastSendFailed?: boolean;
  /** Requests at a time that the server has shown to take. Absent: it has shown nothing yet, or was in trouble since. */
  width?: number | undefined;
  /** Requests at a time for which the process has room. Absent: nobody has looked yet. */
  most?: number;
  /** What the client's envelopes go by; it also knows where to when the process dies. Without one: to the DSN. */
  transporter?: Transporter;
  /** Those of ours that keep connections. */
  agents?: Agent[];
  /** Those that a death may still take back. */
  flights?: Set<Flight>;
}

/** Of a body without an id: until there is a request nothing of it has left. */
export const takeOff = (health: Health, body: Flight['body']): Flight => {
  const flight: Flight = { body, takeBack: () => (flight.isBack = true) };
  (health.flights ??= new Set()).add(flight);
  return flight;
};

/** How many requests may be under way. */
export const widthOf = ({ width = FIRST_WIDTH, most = LARGEST_WIDTH }: Health): number => Math.min(width, most);

/** Requests at a time for which a process has room that may open so many files: a quarter of them, for the others are the app's. */
export const widthWithin = (files: number | undefined): number => Math.max(1, Math.min(LARGEST_WIDTH, Math.floor((files ?? Infinity) / 4)));

/**
 * A server that takes what it is sent is sent one more at a time: so the width doubles with each round, and only where
 * there is so much to send. One that is in trouble has to show anew how much it takes.
 */
export const noteAnswer = (health: Health, status = 0): void => {
  health.lastSendFailed = status >= 500;
  if (health.lastSendFailed) health.width = undefined;
  else if (status < 300) health.width = Math.min(widthOf(health) + 1, LARGEST_WIDTH);
};

/** There was no answer. */
export const noteFailed = (health: Health): void => {
  health.lastSendFailed = true;
  health.width = undefined;
};
