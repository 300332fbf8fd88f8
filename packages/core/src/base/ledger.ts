import { asciiJson } from './ascii-json';

/**
 * Counts every exit (promise P3). The identity
 * `captured + adopted = sent + spooled + pending + folded + Σ dropped[reason]`
 * holds after every call, because each one takes items from one place to another.
 */

/** Kinds of telemetry that servers count and limit separately (protocol: rate-limit categories). */
export type Category = 'error' | 'attachment' | 'session' | 'feedback' | 'monitor' | 'log_item' | 'internal' | 'default';

/** Why something was not sent. The words servers know are used where one fits. */
export type DropReason =
  | 'sample_rate'
  | 'ignored'
  | 'event_processor'
  | 'before_send'
  | 'hook_unfinished'
  | 'queue_overflow'
  | 'buffer_overflow'
  | 'cache_overflow'
  | 'ratelimit_backoff'
  | 'network_error'
  | 'send_error'
  | 'invalid'
  | 'internal_sdk_error'
  | 'closed';

/** Where items are, or came from, that have not reached their end. */
export type Place = 'captured' | 'adopted' | 'pending' | 'spooled' | 'folded';

/** Where items can go: on, or to their end. */
export type Outcome = 'pending' | 'spooled' | 'folded' | 'sent' | DropReason;

/** What moves. A parcel says so itself. */
export interface Counted {
  readonly category: Category;
  /** How many items. Default 1; 0 moves the attachments alone. */
  readonly quantity?: number | undefined;
  /** What goes wherever the items go, and counts as `attachment`. */
  readonly attachments?: readonly { readonly payload: { readonly length: number } }[] | undefined;
  /** How large they are, for what servers count by size as well. */
  readonly bytes?: number | undefined;
  /** How many folded items of the category it stands for, beside its own: they are dropped with it. Default 0. */
  readonly suppressed?: number | undefined;
  /** The server turned them away and counts them itself, so that no client report may tell of them. It knows nothing of the folded ones. */
  readonly byServer?: boolean | undefined;
}

/** Bytes of items, without their headers. Texts are ASCII, so that each character is one. */
export const bytesOf = (items: Counted['attachments'] = []): number => items.reduce((sum, { payload }) => sum + payload.length, 0);

/** The counters of one category. */
export interface CategoryStats {
  /** Handed to a capture function while enabled. */
  readonly captured: number;
  /** Taken over from the spool of an earlier process. */
  readonly adopted: number;
  /** Acknowledged by the server. */
  readonly sent: number;
  /** On disk, for a later start. */
  readonly spooled: number;
  /** In the pipeline, the queue or on the wire. */
  readonly pending: number;
  /**
   * Represented by another event (flood control) that is sent, pending, spooled or still to come; so
   * `sent + folded` is what the server knows of, once nothing is pending. When that event is
   * dropped, those that it stood for are dropped with it, for the same reason.
   */
  readonly folded: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** What the gate took out of these items: how often each rule, never what. Absent while that is nothing. */
  readonly scrubbed?: Readonly<Record<string, number>>;
}

/** Counters by category; categories that never occurred are absent. */
export type Stats = Readonly<Partial<Record<Category, CategoryStats>>>;

/** One occurrence that becomes an event: an error, a message, an audit. */
export const ERROR: Counted = { category: 'error' };

/** Tells about one drop, right after it was counted. */
export interface Drop extends Pick<Counted, 'category' | 'bytes' | 'byServer'> {
  readonly reason: DropReason;
  /** How many items. */
  readonly quantity: number;
}

/** The one counter table of a client. */
export interface Ledger {
  /**
   * Takes items from one place to another: `captured` or `adopted` → `pending` when they enter,
   * `pending` → `sent`, `folded`, `spooled` or a reason, and back again: folded items get an event of
   * their own, or end as the one that stood for them; spooled ones are tried again, or given up.
   */
  move(from: Place, to: Outcome, what: Counted): void;
  /** Adds to what a rule of the gate took out. No exit: the items go on. */
  scrubbed(category: Category, rule: string, count: number): void;
  /** A copy; later counts do not change it. */
  stats(): Stats;
}

type Row = { -readonly [Name in keyof CategoryStats]: CategoryStats[Name] } & {
  readonly dropped: Partial<Record<DropReason, number>>;
  scrubbed?: Record<string, number>;
};

/** An empty table. `onDrop` hears of each drop; it must not throw. */
export const createLedger = (onDrop: (drop: Drop) => void): Ledger => {
  const table: Partial<Record<Category, Row>> = {};
  const rowOf = (category: Category): Row => (table[category] ??= { captured: 0, adopted: 0, sent: 0, spooled: 0, pending: 0, folded: 0, dropped: {} });

  const move: Ledger['move'] = (from, to, { category, quantity = 1, bytes, attachments, suppressed = 0, byServer }) => {
    if (quantity > 0) {
      const row = rowOf(category);
      // The first two tell how much came in; the others, where it is now.
      row[from] += from === 'captured' || from === 'adopted' ? quantity : -quantity;
      if (isPlace(to, row)) {
        row[to] += quantity;
      } else {
        row.dropped[to] = (row.dropped[to] ?? 0) + quantity;
        onDrop({ category, reason: to, quantity, bytes, byServer });
        move('folded', to, { category, quantity: suppressed });
      }
    }
    if (attachments) move(from, to, { category: 'attachment', quantity: attachments.length, bytes: bytesOf(attachments), byServer });
  };

  return {
    move,
    scrubbed(category, rule, count) {
      const sums = (rowOf(category).scrubbed ??= {});
      sums[rule] = (sums[rule] ?? 0) + count;
    },
    stats: () => JSON.parse(asciiJson(table)),
  };
};

const isPlace = (to: Outcome, row: Row): to is Exclude<Outcome, DropReason> => to in row;
