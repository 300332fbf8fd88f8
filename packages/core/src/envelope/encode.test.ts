import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import { decodeEnvelope } from './decode';
import { encodeEnvelope } from './encode';
import type { Envelope } from './envelope';

const bytesOf = (encoded: string | Uint8Array): Uint8Array =>
  typeof encoded === 'string' ? new TextEncoder().encode(encoded) : encoded;

const plain = (bytes: Uint8Array): readonly number[] => [...bytes];

describe('encodeEnvelope', () => {
  it('writes one string when every payload is text', () => {
    const envelope: Envelope = {
      header: { event_id: 'ab' },
      items: [{ header: { type: 'event' }, payload: asciiJson({ message: 'ö' }) }],
    };
    expect(encodeEnvelope(envelope)).toBe('{"event_id":"ab"}\n{"type":"event","length":20}\n{"message":"\\u00f6"}');
  });

  it('writes bytes when one payload is binary', () => {
    const encoded = encodeEnvelope({ header: {}, items: [{ header: { type: 'attachment' }, payload: new Uint8Array([255, 10, 0]) }] });
    expect(encoded).toBeInstanceOf(Uint8Array);
    expect(plain(bytesOf(encoded))).toEqual([...Buffer.from('{}\n{"type":"attachment","length":3}\n'), 255, 10, 0]);
  });

  it('counts bytes even when a payload breaks the rule and is not ASCII', () => {
    const encoded = encodeEnvelope({ header: {}, items: [{ header: { type: 'attachment' }, payload: 'äöü' }] });
    expect(Buffer.from(bytesOf(encoded)).toString()).toBe('{}\n{"type":"attachment","length":6}\näöü');
  });

  it('overwrites a length that somebody else wrote', () => {
    expect(encodeEnvelope({ header: {}, items: [{ header: { type: 'x', length: 99 }, payload: 'ab' }] })).toBe('{}\n{"type":"x","length":2}\nab');
  });

  it('keeps a key that reaches a prototype elsewhere', () => {
    const header = JSON.parse('{"type":"x","__proto__":null}');
    expect(encodeEnvelope({ header: {}, items: [{ header, payload: 'ab' }] })).toBe('{}\n{"type":"x","__proto__":null,"length":2}\nab');
  });

  it('writes a header alone for an envelope without items', () => {
    expect(encodeEnvelope({ header: {}, items: [] })).toBe('{}');
  });

  // Keys and strings of every kind: quotes, line feeds, lone surrogates, `__proto__`.
  const json = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { maxKeys: 4 });
  const payloads = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map(asciiJson),
    fc.constantFrom('', '\n', '\r\n', '\n\n', '{}\n{"type":"event"}\n', new Uint8Array([0xef, 0xbb, 0xbf])),
  );
  const item = fc.record({ header: fc.tuple(json, fc.string({ unit: 'binary' })).map(([more, type]) => ({ ...more, type })), payload: payloads });
  const envelopes: fc.Arbitrary<Envelope> = fc.record({ header: json, items: fc.array(item, { maxLength: 5 }) });

  it('is undone by decodeEnvelope, byte by byte, for any headers and payloads', () => {
    fc.assert(
      fc.property(envelopes, (envelope) => {
        const result = decodeEnvelope(bytesOf(encodeEnvelope(envelope)));
        if (!result.ok) throw new Error(result.problem.detail);
        const wanted = envelope.items.map(({ header, payload }) => {
          const bytes = bytesOf(payload);
          return { header: JSON.parse(asciiJson({ ...header, length: bytes.length })), payload: plain(bytes) };
        });
        expect(result.envelope.header).toEqual(JSON.parse(asciiJson(envelope.header)));
        expect(result.envelope.items.map((read) => ({ header: read.header, payload: plain(read.payload) }))).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('stays whole when any one byte at the end is cut off', () => {
    fc.assert(
      fc.property(envelopes.filter(({ items }) => items.length > 0), fc.nat(), (envelope, cut) => {
        const whole = bytesOf(encodeEnvelope(envelope));
        const lost = 1 + (cut % (whole.length - 1));
        const result = decodeEnvelope(whole.subarray(0, whole.length - lost));
        // Either refused, or exactly the leading items: a cut never makes a different item.
        const all = decodeEnvelope(whole);
        if (!result.ok || !all.ok) return;
        expect(result.envelope.items.length).toBeLessThanOrEqual(all.envelope.items.length);
        result.envelope.items.forEach((read, index) => {
          expect(plain(read.payload)).toEqual(plain(all.envelope.items[index]?.payload ?? new Uint8Array()));
        });
      }),
    );
  });
});
