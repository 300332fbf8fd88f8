import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope } from './decode';

/** Text is written as UTF-8; base64 is for what is not text. */
type VectorBytes = { readonly text: string } | { readonly base64: string };

interface EnvelopeVector {
  readonly name: string;
  readonly input: VectorBytes;
  readonly expected:
    | { readonly ok: true; readonly header: object; readonly items: readonly { readonly header: object; readonly payload: VectorBytes }[] }
    | { readonly ok: false; readonly code: string };
  readonly why: string;
}

const bytesOf = (bytes: VectorBytes): Buffer => ('text' in bytes ? Buffer.from(bytes.text) : Buffer.from(bytes.base64, 'base64'));

const { cases }: { readonly cases: { readonly decode: readonly EnvelopeVector[] } } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/envelopes.json', import.meta.url), 'utf8'),
);

describe('decodeEnvelope', () => {
  it.each(cases.decode)('$name ($why)', ({ input, expected }) => {
    const result = decodeEnvelope(bytesOf(input));
    if (!expected.ok) {
      expect(result).toMatchObject({ ok: false, problem: { code: expected.code } });
      return;
    }
    if (!result.ok) throw new Error(`refused: ${result.problem.detail}`);
    expect(result.envelope.header).toEqual(expected.header);
    expect(result.envelope.items.map(({ header, payload }) => ({ header, payload: Buffer.from(payload).toString('base64') }))).toEqual(
      expected.items.map(({ header, payload }) => ({ header, payload: bytesOf(payload).toString('base64') })),
    );
  });

  it('names the item that is wrong, counted from 1', () => {
    const result = decodeEnvelope(Buffer.from('{}\n{"type":"event","length":2}\n{}\n{"type":"attachment","length":9}\nabc'));
    expect(result).toEqual({ ok: false, problem: { code: 'length_past_end', detail: 'item 2: length is 9, but only 3 bytes follow' } });
  });

  it('gives views into the body instead of copies', () => {
    const body = new Uint8Array(Buffer.from('{}\n{"type":"attachment"}\nhello'));
    const result = decodeEnvelope(body);
    expect(result.ok && result.envelope.items[0]?.payload.buffer).toBe(body.buffer);
  });

  it('reads a body that is itself a view into something larger', () => {
    const pool = Buffer.from('xx{}\n{"type":"a"}\nhi\nyy');
    const result = decodeEnvelope(pool.subarray(2, pool.length - 3));
    expect(result.ok && Buffer.from(result.envelope.items[0]?.payload ?? []).toString()).toBe('hi');
  });

  it('does not let a header reach an object prototype', () => {
    const result = decodeEnvelope(Buffer.from('{"__proto__":{"polluted":1}}\n{"type":"a","__proto__":{"polluted":1}}\nx'));
    expect(result.ok).toBe(true);
    expect('polluted' in {}).toBe(false);
  });

  it('never throws on random bytes', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    const almost = fc
      .array(fc.constantFrom('{}', '\n', '{"type":"event"}', '{"type":"a","length":3}', 'abc', '\r', '[', '"', '\ufeff', '{"length":-1}'), { maxLength: 12 })
      .map((parts) => new Uint8Array(Buffer.from(parts.join(''))));
    fc.assert(fc.property(fc.oneof(noise, almost), (body) => { expect(typeof decodeEnvelope(body).ok).toBe('boolean'); }), { numRuns: 2_000 });
  });

  it('takes as many items as it is told, and not one more', () => {
    const three = Buffer.from(`{}${'\n{"type":"a"}\n'.repeat(3)}`);
    expect(decodeEnvelope(three, { maxItems: 3 }).ok).toBe(true);
    expect(decodeEnvelope(three, { maxItems: 2 })).toMatchObject({ ok: false, problem: { code: 'too_many_items' } });
  });

  it('takes time in proportion to the size', () => {
    const many = Buffer.from(`{}${'\n{"type":"a"}\n'.repeat(50_000)}`);
    const started = performance.now();
    expect(decodeEnvelope(many, { maxItems: 50_000 }).ok).toBe(true);
    // About 50 ms where this was written; a quadratic reader would need minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
