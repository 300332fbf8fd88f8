import { html } from 'hono/html';
import type { Html } from './layout';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (elapsed: number): string => {
  // A clock that runs ahead by up to a minute is let through on arrival, so "in 20 s" must not appear.
  if (elapsed < MINUTE) return 'just now';
  if (elapsed < HOUR) return `${Math.floor(elapsed / MINUTE)} min ago`;
  if (elapsed < 2 * DAY) return `${Math.floor(elapsed / HOUR)} h ago`;
  return `${Math.floor(elapsed / DAY)} days ago`;
};

/** `2026-11-22 17:03:28 UTC`. Milliseconds since the epoch; the inbox cannot know its reader's zone. */
const absoluteTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** How long ago, with the exact moment for the pointer and for machines. Both in milliseconds since the epoch. */
export const momentAgo = (at: number, now: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}" title="${absoluteTime(at)}">${ago(now - at)}</time>`;

/** The exact moment, readable. */
export const momentExact = (at: number): Html => html`<time datetime="${new Date(at).toISOString()}">${absoluteTime(at)}</time>`;

/** Seconds since the epoch between 2001 and 2286: other numbers are no times, or milliseconds. */
const isEpochSeconds = (value: unknown): value is number => typeof value === 'number' && value >= 1e9 && value < 1e10;

/** Names that say that a value is a moment: `at`, `startedAt`, `expires_at`, `since`. */
const MOMENT_NAME = /^at$|[a-z]At$|[_ ]at$|^(?:since|until|timestamp)$/;

/** The moment of a fact, readable, with the number itself for the pointer; `undefined` when it is no moment. */
export const momentOfFact = (name: string, value: unknown): Html | undefined => {
  if (!isEpochSeconds(value) || !MOMENT_NAME.test(name)) return undefined;
  const at = value * 1000;
  return html`<time datetime="${new Date(at).toISOString()}" title="${value}">${absoluteTime(at)}</time>`;
};

/** A number with its thousands set apart. */
export const grouped = (count: number): string => count.toLocaleString('en-GB');
