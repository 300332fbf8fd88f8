/**
 * Counts every exit (promise P3). The identity
 * `captured + adopted = sent + spooled + pending + folded + Σ dropped[reason]`
 * holds after every call: an item enters as `pending` and every later call moves it.
 */

/** Kinds of telemetry that servers count and limit separately (protocol: rate-limit categories). */
export type Category = 'error' | 'attachment' | 'session' | 'feedback' | 'monitor' | 'log_item' | 'internal' | 'default';

/** Why something was not sent. The words servers know are used where one fits. */
export type DropReason =
  | 'sample_rate'
  | 'event_processor'
  | 'before_send'
  | 'hook_unfinished'
  | 'queue_overflow'
  | 'ratelimit_backoff'
  | 'network_error'
  | 'send_error'
  | 'internal_sdk_error'
  | 'closed';

/** Where an item can go from `pending`. */
export type Outcome = 'sent' | 'spooled' | 'folded' | Loss;

/** The end of what is not sent. */
export interface Loss {
  readonly dropped: DropReason;
  /** The server turned it away and counts it itself, so that no client report may tell of it. */
  readonly byServer?: true;
}

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

/** Tells about one drop, right after it was counted. */
export interface Drop {
  readonly category: Category;
  readonly reason: DropReason;
  /** How many items. */
  readonly quantity: number;
  /** See {@link Loss}. */
  readonly byServer?: true;
}

/** The one counter table of a client. */
export interface Ledger {
  /** Items enter: from now on they are pending. */
  enter(category: Category, from: 'captured' | 'adopted', quantity?: number): void;
  /** Pending items reach their end. */
  settle(category: Category, outcome: Outcome, quantity?: number): void;
  /** Adds to what the gate took out. No exit: the items go on. */
  scrubbed(category: Category, counts: Readonly<Record<string, number>>): void;
  /** Folded items get an event of their own (`pending`), or are lost with the event that stood for them. */
  unfold(category: Category, to: 'pending' | Loss, quantity: number): void;
  /** A copy; later counts do not change it. */
  stats(): Stats;
}

interface Counters extends Omit<CategoryStats, 'dropped'> {
  captured: number;
  adopted: number;
  sent: number;
  spooled: number;
  pending: number;
  folded: number;
  readonly dropped: Partial<Record<DropReason, number>>;
  scrubbed?: Record<string, number>;
}

/** An empty table. `onDrop` hears of each drop; it must not throw. */
export const createLedger = (onDrop: (drop: Drop) => void): Ledger => {
  const table = new Map<Category, Counters>();

  const counters = (category: Category): Counters => {
    const found = table.get(category);
    if (found) return found;
    const fresh: Counters = { captured: 0, adopted: 0, sent: 0, spooled: 0, pending: 0, folded: 0, dropped: {} };
    table.set(category, fresh);
    return fresh;
  };

  const move = (category: Category, quantity: number, { from, to }: { readonly from: 'pending' | 'folded'; readonly to: Outcome | 'pending' }): void => {
    if (quantity === 0) return;
    const row = counters(category);
    row[from] -= quantity;
    if (typeof to === 'string') {
      row[to] += quantity;
      return;
    }
    const { dropped: reason, byServer } = to;
    row.dropped[reason] = (row.dropped[reason] ?? 0) + quantity;
    onDrop({ category, reason, quantity, ...(byServer && { byServer }) });
  };

  return {
    enter(category, from, quantity = 1) {
      const row = counters(category);
      row[from] += quantity;
      row.pending += quantity;
    },
    settle: (category, to, quantity = 1) => move(category, quantity, { from: 'pending', to }),
    unfold: (category, to, quantity) => move(category, quantity, { from: 'folded', to }),
    scrubbed(category, counts) {
      const { scrubbed = {} } = counters(category);
      for (const [rule, count] of Object.entries(counts)) scrubbed[rule] = (scrubbed[rule] ?? 0) + count;
      counters(category).scrubbed = scrubbed;
    },
    stats: () => Object.fromEntries([...table].map(([category, row]) => [category, { ...row, dropped: { ...row.dropped }, ...(row.scrubbed && { scrubbed: { ...row.scrubbed } }) }])),
  };
};
