/** What one envelope gives to store. Everything in it is bounded and of known type. */
export interface Filing {
  readonly projectId: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly events: readonly EventRecord[];
  readonly items: readonly ItemRecord[];
  /** Types of items that are not kept, one entry an item. */
  readonly skipped: readonly string[];
}

/** An event with what lists and counters need drawn out of it. */
export interface EventRecord {
  /** 32 lower-case hex digits. */
  readonly eventId: string;
  readonly groupingKey: string;
  readonly title: string;
  readonly culprit: string | undefined;
  /** As it was sent; see `levelOf` for the one that counts. */
  readonly level: string;
  readonly release: string | undefined;
  readonly environment: string | undefined;
  /** Occurrences that it stands for, itself included. */
  readonly weight: number;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  /** The JSON as it came. */
  readonly payload: string;
}

/** Any other item that is kept, as it came. */
export interface ItemRecord {
  readonly eventId: string | undefined;
  readonly type: string;
  /** JSON. */
  readonly header: string;
  readonly payload: Uint8Array;
}
