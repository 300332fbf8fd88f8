import { asciiJson } from '../base/ascii-json';
import type { Envelope, EnvelopeItem } from './envelope';

const toBytes = (part: string | Uint8Array): Uint8Array => (typeof part === 'string' ? new TextEncoder().encode(part) : part);

const joinAsBytes = (parts: readonly (string | Uint8Array)[]): Uint8Array => {
  const chunks = parts.map(toBytes);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

const itemParts = ({ header, payload, isAscii }: EnvelopeItem): readonly (string | Uint8Array)[] => {
  // A string that is not ASCII would make `length` (bytes) differ from the string's length, and the
  // server would cut the envelope at the wrong place. `asciiJson` never gives one; anything else that
  // does (a hand-written payload) becomes bytes, so that the framing is right in any case.
  const body = !isAscii && typeof payload === 'string' && /[^\0-\x7f]/.test(payload) ? toBytes(payload) : payload;
  // On something without a prototype a key `__proto__` is one like any other.
  return [`\n${asciiJson({ __proto__: null, ...header, length: body.length })}\n`, body];
};

/**
 * The bytes of an envelope, ready to be a request body: a string when every payload is text (a
 * browser then sends it without asking first), else bytes. The string is pure ASCII, so its length
 * is its size in bytes. `length` is always written, because without it a payload could hold no line
 * feed. There is no trailing line feed.
 */
export const encodeEnvelope = ({ header, items }: Envelope): string | Uint8Array => {
  const parts = [asciiJson(header), ...items.flatMap(itemParts)];
  // Added, not joined: V8 then copies the texts once, when they are written, and what is under way holds the payload alone.
  return parts.every((part) => typeof part === 'string') ? parts.reduce((text, part) => text + part) : joinAsBytes(parts);
};
