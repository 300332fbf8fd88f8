/** A file that goes along with an event or a feedback. */
export interface Attachment {
  readonly filename: string;
  /** Text is scrubbed, bytes go as they are. At most 20 MiB. */
  readonly data: string | Uint8Array;
  /** Default, by the server: `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /** What the server makes of it. Default, by the server: `event.attachment`. */
  readonly attachmentType?: string | undefined;
}
