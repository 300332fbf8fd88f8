import type { Category } from '../base/ledger';
import type { EpochMilliseconds } from '../base/units';
import { toRfc3339 } from '../base/units';
import { encodeEnvelope } from '../envelope/encode';
import { dsnToString } from '../envelope/endpoint';
import type { EnvelopeHeader, EnvelopeItem } from '../envelope/envelope';
import type { Destination } from './post';

/** One envelope on its way, with what the transport must know about it. Plain data, so that a spool can keep it. */
export interface Parcel {
  /** The id by which servers know it when it comes twice: the event's, for example. Empty where there is none (logs, counted sessions): then it is not sent again where a server may have it. */
  readonly id: string;
  /** What it counts as, in the ledger and in the server's limits. */
  readonly category: Category;
  /** Issue key: when the queue overflows, the issue that has most gives way. */
  readonly issue: string;
  /** How many it counts as. Default 1; a container of logs holds up to a hundred. */
  readonly quantity?: number | undefined;
  /** How large what it counts as is, where servers count that by size as well (logs): for client reports. */
  readonly bytes?: number | undefined;
  /** Folded items that it stands for, beside its own: they are dropped with it. */
  readonly suppressed?: number | undefined;
  /** An audit: the server's limits do not end it, where there is a spool in which it can wait. */
  readonly isRecord?: boolean | undefined;
  /** Of items that are written only when they are read: the bytes that they hold meanwhile, about. Default: those of the items. */
  readonly weight?: number | undefined;
  readonly header: Omit<EnvelopeHeader, 'sent_at' | 'dsn'>;
  readonly items: readonly EnvelopeItem[];
  /**
   * Files that go with an event or a feedback: the first to go when there is no room for all. Each
   * counts once, as `attachment`; who hands the parcel over enters them in the ledger, as it does the items.
   */
  readonly attachments?: readonly EnvelopeItem[] | undefined;
}

/**
 * The request body. `now` is the time of this attempt: servers correct a wrong clock by it. A tunnel
 * learns from the header where to; whatever a parcel says there (it may come out of a file), the options
 * alone decide.
 */
export const encodeParcel = ({ header, items, attachments = [] }: Parcel, now: EpochMilliseconds, destination?: Destination): string | Uint8Array =>
  encodeEnvelope({ header: Object.assign({}, header, { dsn: destination?.tunnel && dsnToString(destination.dsn), sent_at: toRfc3339(now) }), items: [...items, ...attachments] });
