import type { Report } from '../base/diagnostics';
import { tryOption } from '../base/fences';
import type { EpochMilliseconds } from '../base/units';
import type { Answer, Destination, Post, PostSync } from './post';

/** What a transport is made of: the platform's part, and where the client's DSN points. */
export interface TransportOptions {
  readonly destination: Destination;
  /** The platform's own way to a destination. */
  readonly createPost: (destination: Destination) => Post;
  readonly now: () => EpochMilliseconds;
  readonly report: Report;
}

/** Posts the request bodies of one client: to one destination, or to several. */
export interface Transporter {
  readonly post: Post;
  /** The same for a dying process, in which nothing goes on meanwhile: `postTo` makes what can post to a destination then. Absent: nothing is delivered then. */
  readonly postSync?: (bodies: readonly (string | Uint8Array)[], postTo: (destination: Destination) => PostSync) => readonly (Answer | undefined)[];
}

/** Makes what carries the envelopes of one client, in place of the platform's own: the option `transport` of a platform's `init`. */
export type MakeTransport = (options: TransportOptions) => Transporter;

/** The platform's own transport, to the client's DSN; platforms export it under the field's name for them (`makeNodeTransport`). */
export const makeOwnTransport: MakeTransport = ({ destination, createPost }) => ({
  post: createPost(destination),
  postSync: (bodies, postTo) => postTo(destination)(bodies),
});

/** What the option `transport` makes, or the platform's own way where it is absent, or of no use (with one line about it). Never throws. */
export const transporterFor = (make: MakeTransport = makeOwnTransport, options: TransportOptions): Transporter =>
  tryOption(options.report, 'transport', () => {
    const made = make(options);
    if (typeof made.post !== 'function') throw new TypeError('no post');
    return made;
  }) ?? makeOwnTransport(options);
