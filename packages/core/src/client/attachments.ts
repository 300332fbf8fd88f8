import type { Report } from '../base/diagnostics';
import { attemptOr, guard } from '../base/fences';
import type { Counted } from '../base/ledger';
import { readProperty, spell } from '../base/read';
import type { EnvelopeItem } from '../envelope/envelope';
import { normalise } from '../stages/normalise';
import type { PartHost } from './client';

/** What SDKs let through of one file; servers take some more (protocol notes §2.5). */
const MAX_SIZE = 20_971_520;

/** Files in one envelope, what servers take. */
const MAX_COUNT = 30;

const ATTACHMENT: Counted = { category: 'attachment' };

/** The files as items, pending in the ledger. One that cannot be sent costs only itself (`invalid`). */
export const takeAttachments = (given: unknown, { bounds, ledger }: Pick<PartHost, 'bounds' | 'ledger'>, report: Report): readonly EnvelopeItem[] => {
  const onFiltered = (rule: string): void => ledger.scrubbed('attachment', rule, 1);

  /** The bytes are copied: the app may go on using its own. */
  const payloadOf = (data: unknown): string | Uint8Array | undefined => {
    if (typeof data === 'string') return data.length <= MAX_SIZE ? bounds().scrubber.text(data, onFiltered) : undefined;
    if (!ArrayBuffer.isView(data) || data.byteLength > MAX_SIZE) return undefined;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  };

  const itemOf = (file: unknown): EnvelopeItem | undefined => {
    const payload = payloadOf(readProperty(file, 'data'));
    const header = {
      type: 'attachment',
      filename: spell(readProperty(file, 'filename') ?? 'attachment'),
      content_type: readProperty(file, 'contentType'),
      attachment_type: readProperty(file, 'attachmentType'),
    };
    // The walk keeps the shape: what has these keys comes out with them.
    return payload === undefined ? undefined : { header: normalise(header, bounds(), { zone: {}, onFiltered }) as EnvelopeItem['header'], payload };
  };

  const files = attemptOr<readonly unknown[]>([], () => (Array.isArray(given) ? given : []));
  return files.flatMap((file, index) => {
    ledger.move('captured', 'pending', ATTACHMENT);
    const item = index < MAX_COUNT && guard(report, undefined, () => itemOf(file));
    if (item) return [item];
    ledger.move('pending', 'invalid', ATTACHMENT);
    return [];
  });
};
