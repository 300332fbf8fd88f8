import type { Dsn } from '../envelope/dsn';

/** Where parcels go and how we say who we are. */
export interface Destination {
  readonly dsn: Dsn;
  /** `<sdk name>/<version>`, for the authentication header and the user agent. */
  readonly client: string;
  /** URL that takes the envelopes in the server's place, as it is and without authentication: the DSN stands in their header. */
  readonly tunnel?: string | undefined;
}

/** What a server said, as far as the transport reads it. */
export interface Answer {
  readonly status: number;
  /** One response header; names are lower case. Absent where a transport of the app's tells of none. */
  readonly header?: ((name: string) => string | null | undefined) | undefined;
}

/**
 * The platform's part: posts a body to the destination it was made for. Rejects when there was no
 * answer; with a property `unsent: true` when surely no byte of the body has left (no such host, no
 * connection): then also what has no id can be sent again without coming twice.
 */
export type Post = (body: string | Uint8Array) => Promise<Answer>;

/** Posts bodies while everything stands still (a dying process); an answer for each, `undefined` where none came. */
export type PostSync = (bodies: readonly (string | Uint8Array)[]) => readonly (Answer | undefined)[];

/** {@link PostSync} in two steps: it begins at once, and the answers are waited for when they are asked for. */
export type BeginPostSync = (bodies: readonly (string | Uint8Array)[]) => () => readonly (Answer | undefined)[];
