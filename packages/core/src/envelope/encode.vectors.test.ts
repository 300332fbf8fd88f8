import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from './decode';
import { encodeEnvelope } from './encode';

/** Text is written as UTF-8; base64 is for what is not text, or has to be bytes. */
type VectorBytes = { readonly text: string } | { readonly base64: string };

interface EncodeCase {
  readonly name: string;
  readonly input: { readonly header: Readonly<Record<string, unknown>>; readonly items: readonly { readonly header: { readonly type: string }; readonly payload: VectorBytes }[] };
  readonly expected: VectorBytes;
  readonly why: string;
}

const { cases }: { readonly cases: { readonly encode: readonly EncodeCase[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/envelopes.json', import.meta.url), 'utf8'));

const bytesOf = (bytes: VectorBytes): Buffer => ('text' in bytes ? Buffer.from(bytes.text) : Buffer.from(bytes.base64, 'base64'));

describe('encodeEnvelope', () => {
  it.each(cases.encode)('$name ($why)', ({ input: { header, items }, expected }) => {
    const encoded = encodeEnvelope({ header, items: items.map((item) => ({ header: item.header, payload: 'text' in item.payload ? item.payload.text : bytesOf(item.payload) })) });
    expect(Buffer.from(encoded as string).toString('base64')).toBe(bytesOf(expected).toString('base64')); // text or bytes: Buffer takes either
    expect(typeof encoded === 'string').toBe('text' in expected);
    const decoded = decodeEnvelope(bytesOf(expected));
    expect(decoded.ok && decoded.envelope.items.map(({ payload }) => Buffer.from(payload).toString('base64'))).toEqual(items.map(({ payload }) => bytesOf(payload).toString('base64')));
  });
});
