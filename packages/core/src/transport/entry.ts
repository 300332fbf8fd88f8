import type { Undo } from '../base/clock';
import type { DropReason } from '../base/ledger';
import type { EpochMilliseconds } from '../base/units';
import type { Parcel } from './parcel';

/** What the server is to be told of, in its own words and form. */
export type Untold = readonly { readonly reason: string; readonly category: string; readonly quantity: number }[];

/** How a parcel can end. */
export type End = 'sent' | DropReason;

/** A parcel that the transport answers for, and how it stands with it. */
export interface Entry {
  /** A lighter one than at first, where there was no room for all of it. */
  parcel: Parcel;
  /** In flight, or on its way out of memory: not to be sent now. */
  isBusy?: boolean;
  /** Another process had put it into the spool, and when this one dies it waits there on. */
  readonly isGuest?: boolean;
  /** Its neighbours in the line of all that the transport answers for; see `createLine`. */
  before?: Entry | undefined;
  behind?: Entry | undefined;
  /** Those of its issue that wait, as long as it is one of them. */
  lane?: Entry[] | undefined;
  /** When trying again ends. */
  giveUpAt?: EpochMilliseconds;
  /** Of a client report: what it tells. */
  readonly told?: Untold;
  /** What the spool has of it. */
  stored?: Parcel | undefined;
  /** Where a platform has one timer for what comes in one moment: the number of that moment; below 0 when the copy was asked for. */
  moment?: number | undefined;
  /** Calls off the copy that is due. */
  cancelCopy?: Undo | undefined;
}
