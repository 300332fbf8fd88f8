/**
 * The envelope: one header line, then items of one header line and a payload each. These are wire
 * shapes, so their names are the protocol's. Rules: https://develop.sentry.dev/sdk/data-model/envelopes/
 */

/** First line of an envelope. Servers keep keys that they do not know. */
export interface EnvelopeHeader {
  /** Id of the event inside; wins over the id in the event's own body. Some servers demand it with every event. */
  readonly event_id?: string;
  /** RFC 3339 time of *sending*, refreshed at each attempt: servers correct a wrong client clock by it. */
  readonly sent_at?: string;
  /** Full DSN. Only for a tunnel, which has no other way to know where to; see `dsnToString`. */
  readonly dsn?: string | undefined;
  readonly sdk?: { readonly name: string; readonly version: string } | undefined;
  /** What a head-based sampler froze about the trace (`trace_id`, `public_key`, `release`, …). */
  readonly trace?: Readonly<Record<string, unknown>> | undefined;
  readonly [key: string]: unknown;
}

/** Line in front of each payload. */
export interface ItemHeader {
  /** `event`, `attachment`, `session`, `client_report`, `log`, …; a server skips what it does not know. */
  readonly type: string;
  /** Payload size in **bytes**. `encodeEnvelope` sets it; what a caller writes here is ignored. */
  readonly length?: number;
  readonly content_type?: string;
  /** Attachments only, where it is required. */
  readonly filename?: string;
  readonly attachment_type?: string;
  /** Containers only (`log`), where it must be exact. */
  readonly item_count?: number;
  readonly [key: string]: unknown;
}

/** One thing to send. */
export interface EnvelopeItem {
  readonly header: ItemHeader;
  /** Text (best from `asciiJson`) or raw bytes. */
  readonly payload: string | Uint8Array;
  /** Says that it is text from `asciiJson`, so that nobody has to look: of an event with source lines that takes longer than all else. */
  readonly isAscii?: boolean | undefined;
}

/** What `encodeEnvelope` takes. For what comes off the wire see `DecodedEnvelope`. */
export interface Envelope {
  readonly header: EnvelopeHeader;
  readonly items: readonly EnvelopeItem[];
}
