import type { Dsn } from '../envelope/dsn';

/** Where parcels go and how we say who we are. */
export interface Destination {
  readonly dsn: Dsn;
  /** `<sdk name>/<version>`, for the authentication header and the user agent. */
  readonly client: string;
}

/** What a server said, as far as the transport reads it. */
export interface Answer {
  readonly status: number;
  /** One response header; names are lower case. */
  readonly header: (name: string) => string | undefined;
}

/**
 * The platform's part: posts a body to the destination it was made for. Rejects when there was no
 * answer; with a property `unsent: true` when surely no byte of the body has left.
 */
export type Post = (body: string | Uint8Array) => Promise<Answer>;

/** Posts bodies while everything stands still (a dying process); an answer for each, `undefined` where none came. */
export type PostSync = (bodies: readonly (string | Uint8Array)[]) => readonly (Answer | undefined)[];
