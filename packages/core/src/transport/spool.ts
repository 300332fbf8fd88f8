import type { Report } from '../base/diagnostics';
import type { Parcel } from './parcel';
import type { Destination } from './post';

/** Now, where the platform can do it at once, else later. */
export type Soon<T> = T | PromiseLike<T>;

/** A parcel that comes out of a spool. */
export interface Stored {
  readonly parcel: Parcel;
  /** Whether it was put there by this spool, or by one of an earlier or another process. */
  readonly isOwn: boolean;
}

/** What a spool has thrown away unsent. */
export interface Discarded extends Omit<Stored, 'parcel'> {
  /** `undefined`: what lay there could not be read. Of its own ones a spool knows at least what they count as. */
  readonly parcel: Parcel | undefined;
}

/**
 * Where parcels outlive the process, or the page: files in Node, IndexedDB in a browser. Parcels are
 * plain data (texts, numbers, lists, objects, `Uint8Array`), so that a structured clone of one is as
 * good; where they go is not in them, and is never read from a spool. The transport names a parcel by
 * the object itself, the one that it handed over or was given.
 *
 * Several processes may share one. Each parcel is **held** by one of them (which has it in memory as
 * well, and is about to send it), or **free**. Who holds what is the spool's business, and what was
 * held by a process that is gone has to become free: by a lock or a process id beside the file, by a
 * Web Lock, by a lease that is renewed.
 *
 * Every call may answer with a promise, throw or reject: the transport reports it (T3008) and goes on
 * in memory. Calls about one parcel take effect in the order in which they were made. A spool has
 * bounds of its own (bytes, count, age); what it throws away are the oldest free ones, and of its own
 * only those that `keep` has answered for: the ledger knows of no others.
 */
export interface Spool {
  /**
   * Keeps a copy of a parcel that stays in memory: held. When the process is dying, a platform that
   * can write synchronously has to.
   */
  copy(parcel: Parcel, isDying: boolean): Soon<unknown>;
  /** Takes a parcel that leaves memory, in place of a copy of it: free. `false`: there is no room. */
  keep(parcel: Parcel): Soon<boolean>;
  /** Forgets a parcel that has reached its end. */
  remove(parcel: Parcel): Soon<unknown>;
  /**
   * Gives out the oldest free one, held from then on; `undefined` when there is none. It is asked from
   * the start, whenever nothing waits: it must not hold the caller up, and know without looking that
   * it is empty.
   */
  take(): Soon<Stored | undefined>;
}

/**
 * Opens the spool of one destination; nothing may be touched before it is asked. `onDiscard` hears of what is
 * thrown away, but for copies of what somebody holds.
 */
export type OpenSpool = (destination: Destination, onDiscard: (discarded: Discarded) => void, report: Report) => Spool;
