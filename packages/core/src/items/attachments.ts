import { isObject, readProperty, spell } from '../base/read';
import type { PartHost } from '../client/client';
import type { EnvelopeItem } from '../envelope/envelope';
import { isList } from '../stages/plain';
import type { Zone } from '../stages/zones';
import { createChannel } from './channel';

/** A file that goes along. */
export interface Attachment {
  readonly filename: string;
  /** Text is scrubbed, bytes go as they are. At most 20 MiB. */
  readonly data: string | Uint8Array;
  /** Default, by the server: `application/octet-stream`. */
  readonly contentType?: string | undefined;
  /** What the server makes of it. Default, by the server: `event.attachment`. */
  readonly attachmentType?: string | undefined;
}

/** What SDKs let through of one file; servers take some more (protocol notes §2.5). */
const MAX_SIZE = 20_971_520;

/** Files in one envelope, what servers take. */
const MAX_COUNT = 30;

const headerZone: Zone = {};

/** The files as items, pending in the ledger. One that cannot be sent costs only itself (`invalid`). */
export const takeAttachments = (given: unknown, host: PartHost): readonly EnvelopeItem[] => {
  const channel = createChannel(host, 'attachment');
  const { bounds, ledger } = host;
  const onFiltered = (rule: string): void => ledger.scrubbed('attachment', rule, 1);

  /** The bytes are copied: the app may go on using its own. */
  const payloadOf = (data: unknown): string | Uint8Array | undefined => {
    if (typeof data === 'string') return data.length <= MAX_SIZE ? bounds.scrubber.text(data, onFiltered) : undefined;
    if (!ArrayBuffer.isView(data) || data.byteLength > MAX_SIZE) return undefined;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  };

  const files = isObject(given) && isList(given) ? given : [];
  return files.flatMap((file, index) => {
    const item = channel.takeIn<EnvelopeItem>(() => {
      const payload = payloadOf(readProperty(file, 'data'));
      if (payload === undefined || index >= MAX_COUNT) return 'invalid';
      const [filename, content_type, attachment_type] = ['filename', 'contentType', 'attachmentType'].map((key) => readProperty(file, key));
      // The walk keeps the shape: what has these keys comes out with them.
      const header = channel.gate({ type: 'attachment', filename: spell(filename ?? 'attachment'), content_type, attachment_type }, headerZone) as EnvelopeItem['header'];
      return { header, payload };
    });
    return item ? [item] : [];
  });
};
