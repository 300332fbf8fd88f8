import type { Category } from '../base/ledger';
import type { EpochMilliseconds } from '../base/units';
import { toRfc3339 } from '../base/units';
import { encodeEnvelope } from '../envelope/encode';
import type { EnvelopeHeader, EnvelopeItem } from '../envelope/envelope';

/** One envelope on its way, with what the transport must know about it. */
export interface Parcel {
  /** By which servers know it when it comes twice: the event's id; empty where there is none (logs, counted sessions). */
  readonly id: string;
  /** What it counts as, in the ledger and in the server's limits. */
  readonly category: Category;
  /** Issue key: when the queue overflows, the issue that has most gives way. */
  readonly issue: string;
  /** How many it counts as. Default 1; a container of logs holds up to a hundred. */
  readonly quantity?: number | undefined;
  /** Folded items that it stands for, beside its own: they are dropped with it. */
  readonly suppressed?: number | undefined;
  readonly header: Omit<EnvelopeHeader, 'sent_at'>;
  readonly items: readonly EnvelopeItem[];
  /**
   * Files that go with an event or a feedback: the first to go when there is no room for all. Each
   * counts once, as `attachment`; who hands the parcel over enters them in the ledger, as it does the items.
   */
  readonly attachments?: readonly EnvelopeItem[] | undefined;
}

/** The request body. `sentAt` is the time of this attempt: servers correct a wrong clock by it. */
export const encodeParcel = (parcel: Parcel, sentAt: EpochMilliseconds): string | Uint8Array =>
  encodeEnvelope({ header: { ...parcel.header, sent_at: toRfc3339(sentAt) }, items: [...parcel.items, ...(parcel.attachments ?? [])] });
