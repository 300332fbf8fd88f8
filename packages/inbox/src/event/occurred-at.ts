const DAY_MS = 86_400_000;

/** Older than this is taken for a wrong clock. The same window as other servers use. */
const OLDEST_MS = 30 * DAY_MS;

/** Later than this is taken for a wrong clock. */
const NEWEST_MS = 60_000;

/** Clocks that differ by less are left alone: the way here takes time as well. */
const DRIFT_FROM_MS = 60_000;

/** All in milliseconds since the epoch. */
export interface Sighting {
  /** What the event says; absent: now. */
  readonly claimedAt: number | undefined;
  /** What the sender's clock said when it sent (envelope header `sent_at`); absent: no correction. */
  readonly sentAt: number | undefined;
  readonly receivedAt: number;
}

/**
 * When it happened, as well as can be known: the event's own time, moved by as much as the sender's
 * clock was wrong on sending, then held within 30 days before and 60 seconds after its arrival.
 */
export const occurredAt = ({ claimedAt, sentAt, receivedAt }: Sighting): number => {
  if (claimedAt === undefined) return receivedAt;
  const drift = sentAt === undefined ? 0 : receivedAt - sentAt;
  const corrected = claimedAt + (Math.abs(drift) > DRIFT_FROM_MS ? drift : 0);
  return Math.round(Math.min(Math.max(corrected, receivedAt - OLDEST_MS), receivedAt + NEWEST_MS));
};
