import { attempt } from '../base/fences';
import { isObject } from '../base/read';
import type { ItemHeader } from './envelope';

/** Header as it came: keys and values are the sender's, so each must be looked at before use. */
export type DecodedHeader = Readonly<Record<string, unknown>>;

/** One item off the wire. */
export interface DecodedItem {
  /** Only `type` is certain to be there and to be a string. */
  readonly header: DecodedHeader & Pick<ItemHeader, 'type'>;
  /** A view into the body, not a copy: valid as long as the body is not written to. */
  readonly payload: Uint8Array;
}

/** An envelope off the wire. Types that nobody knows are in it as well: skipping them is the reader's choice. */
export interface DecodedEnvelope {
  readonly header: DecodedHeader;
  readonly items: readonly DecodedItem[];
}

/** What is wrong with a body; for machines. `EnvelopeProblem.detail` says it to people. */
export type EnvelopeProblemCode =
  | 'empty'
  | 'header_not_utf8'
  | 'header_not_json'
  | 'header_not_object'
  | 'blank_line'
  | 'type_missing'
  | 'length_invalid'
  | 'length_past_end'
  | 'garbage_after_payload'
  | 'payload_missing'
  | 'too_many_items';

/** What a reader may cap besides the size of the body. */
export interface DecodeOptions {
  /**
   * Items to accept; default 1,000. Real envelopes hold a handful (servers cap sessions, their most
   * numerous kind, at 100); a body of nothing but item headers would cost a thousand times its size.
   */
  readonly maxItems?: number;
}

/** Why a body is no envelope. */
export interface EnvelopeProblem {
  readonly code: EnvelopeProblemCode;
  /** One line: where (envelope header or item number, counted from 1) and what. Quotes nothing of the content. */
  readonly detail: string;
}

/** All or nothing: one item that is framed wrongly makes all that follows guesswork. */
export type DecodeResult =
  | { readonly ok: true; readonly envelope: DecodedEnvelope }
  | { readonly ok: false; readonly problem: EnvelopeProblem };

type Step<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: EnvelopeProblem };

const LF = 0x0a;

const refuse = (code: EnvelopeProblemCode, detail: string): { ok: false; problem: EnvelopeProblem } => ({
  ok: false,
  problem: { code, detail },
});

/** A line ends before the next line feed, or with the body. */
const endOfLine = (body: Uint8Array, from: number): number => {
  const at = body.indexOf(LF, from);
  return at === -1 ? body.length : at;
};

const isHeader = (value: unknown): value is DecodedHeader => isObject(value) && !Array.isArray(value);

const readHeader = (line: Uint8Array, where: string): Step<{ readonly header: DecodedHeader }> => {
  // The byte order mark is kept, so that JSON refuses it: the protocol allows none.
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line));
  if (!text.ok) return refuse('header_not_utf8', `${where} is not UTF-8`);
  const json = attempt((): unknown => JSON.parse(text.value));
  if (!json.ok) return refuse('header_not_json', `${where} is not one line of JSON`);
  if (!isHeader(json.value)) return refuse('header_not_object', `${where} is JSON but not an object`);
  return { ok: true, header: json.value };
};

interface PayloadPlace {
  readonly body: Uint8Array;
  /** Where the item's header line ends: at its line feed, or at the end of the body. */
  readonly headerEnd: number;
  readonly length: unknown;
  readonly where: string;
}

type PayloadEnd = Step<{ readonly start: number; readonly end: number }>;

/** Without `length` a payload runs to the next line feed. A cut-off body then cannot be told from a whole one. */
const unmeasuredEnd = ({ body, headerEnd, where }: PayloadPlace): PayloadEnd =>
  headerEnd >= body.length
    ? refuse('payload_missing', `${where}: the body ends after the item header`)
    : { ok: true, start: headerEnd + 1, end: endOfLine(body, headerEnd + 1) };

const payloadEnd = (place: PayloadPlace): PayloadEnd => {
  const { body, headerEnd, length, where } = place;
  if (length === undefined || length === null) return unmeasuredEnd(place);
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
    return refuse('length_invalid', `${where}: length must be a whole number of bytes, 0 or more`);
  }
  const start = Math.min(headerEnd + 1, body.length);
  const end = start + length;
  if (end > body.length) {
    return refuse('length_past_end', `${where}: length is ${length}, but only ${body.length - start} bytes follow`);
  }
  if (end < body.length && body[end] !== LF) {
    return refuse('garbage_after_payload', `${where}: no line feed after the ${length} bytes of its payload`);
  }
  return { ok: true, start, end };
};

const readItem = (body: Uint8Array, start: number, number: number): Step<{ readonly item: DecodedItem; readonly end: number }> => {
  const where = `item ${number}`;
  const headerEnd = endOfLine(body, start);
  if (headerEnd === start) return refuse('blank_line', `${where}: a blank line stands where its header should be`);
  const read = readHeader(body.subarray(start, headerEnd), `${where}: the header`);
  if (!read.ok) return read;
  const { type, length } = read.header;
  if (typeof type !== 'string') return refuse('type_missing', `${where}: the header has no type`);
  const payload = payloadEnd({ body, headerEnd, length, where });
  if (!payload.ok) return payload;
  const item = { header: { ...read.header, type }, payload: body.subarray(payload.start, payload.end) };
  return { ok: true, item, end: payload.end };
};

/**
 * Reads a request body as an envelope. Strict on framing (a length that does not fit, a header that
 * is no JSON object, a blank line: refused with the reason), tolerant of content (unknown item types
 * and header keys stay in). Never throws, whatever the bytes are; the only copies made are the
 * headers. The body must be decompressed, and its size must have been limited before.
 */
export const decodeEnvelope = (body: Uint8Array, { maxItems = 1_000 }: DecodeOptions = {}): DecodeResult => {
  if (body.length === 0) return refuse('empty', 'the body is empty; an envelope has at least a header line, {}');
  const headerEnd = endOfLine(body, 0);
  const read = readHeader(body.subarray(0, headerEnd), 'the envelope header');
  if (!read.ok) return read;
  const items: DecodedItem[] = [];
  // Each turn starts behind a line feed; nothing behind it means that it was the one allowed at the end.
  for (let at = headerEnd + 1; at < body.length; ) {
    if (items.length === maxItems) return refuse('too_many_items', `more than ${maxItems} items in one envelope`);
    const next = readItem(body, at, items.length + 1);
    if (!next.ok) return next;
    items.push(next.item);
    at = next.end + 1;
  }
  return { ok: true, envelope: { header: read.header, items } };
};
