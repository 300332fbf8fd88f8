import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fmix32, hash32 } from './murmur';

interface Case<Input> {
  readonly name: string;
  readonly input: Input;
  readonly expected: number;
  readonly why: string;
}

interface Vectors {
  readonly cases: { readonly fmix32: readonly Case<number>[]; readonly hash32: readonly Case<string>[] };
}

const vectors: Vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/murmur.json', import.meta.url), 'utf8'));

describe('fmix32', () => {
  it.each(vectors.cases.fmix32)('$name: $why', ({ input, expected }) => {
    expect(fmix32(input)).toBe(expected);
  });

  it('reads its input modulo 2^32', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (hash) => {
        expect(fmix32(hash + 2 ** 32)).toBe(fmix32(hash));
        expect(fmix32(hash | 0)).toBe(fmix32(hash));
      }),
    );
  });

  it('never gives two hashes the same value (its steps can be undone)', () => {
    expect(new Set(Array.from({ length: 10_000 }, (_, at) => fmix32(at * 429_497))).size).toBe(10_000);
  });
});

describe('hash32', () => {
  it.each(vectors.cases.hash32)('$name: $why', ({ input, expected }) => {
    expect(hash32(input)).toBe(expected);
  });

  it('gives an unsigned 32-bit integer for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const hash = hash32(text);
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      }),
    );
  });

  it('spreads similar texts evenly over the low 15 bits', () => {
    const buckets = Array.from({ length: 32 }, () => 0);
    for (let at = 0; at < 32_000; at++) buckets[hash32(`TypeError in route ${at}`) % 32] = (buckets[hash32(`TypeError in route ${at}`) % 32] ?? 0) + 1;
    // 1,000 expected in each, standard deviation 31: six of them either way.
    expect(Math.min(...buckets)).toBeGreaterThan(810);
    expect(Math.max(...buckets)).toBeLessThan(1_190);
  });
});
