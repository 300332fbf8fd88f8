import type { Clock, RandomSource, Timers } from '../base/clock';
import type { Report } from '../base/diagnostics';
import type { Ledger } from '../base/ledger';
import type { Entry } from './entry';
import type { Line } from './line';
import type { Destination, Post } from './post';
import type { Spooling } from './spooling';

/** What a transport is made of. */
export interface TransportParts {
  readonly destination: Destination;
  readonly post: Post;
  readonly platform: Clock & Timers & Pick<RandomSource, 'random'> & {
    /** Requests at a time; may change. Default 4. */
    readonly concurrency?: number | undefined;
    /** Keeps what is pending; see `createLine`. Default: a `Set`. */
    readonly createLine?: (() => Line) | undefined;
    /** Where the platform has one. */
    readonly spool?: OpenSpooling | undefined;
  };
  readonly ledger: Ledger;
  readonly report: Report;
  /** Ids of events that are believed to arrive; those of parcels that never will are deleted. */
  readonly taken: { readonly delete: (id: string) => unknown };
  /** Whether the server is told what was dropped. Default `true`. */
  readonly sendClientReports?: boolean | undefined;
  /** `bufferSize`: parcels that wait, at most. */
  readonly transportOptions: { readonly bufferSize: number };
}

/** Opens the spool of a transport. `adopt` takes what comes out of it, pending in the ledger; without one it hears that nothing of ours is left there. */
export type OpenSpooling = (host: Omit<TransportParts, 'transportOptions'> & { readonly adopt: (entry?: Entry) => void }) => Spooling;
