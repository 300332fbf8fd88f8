import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptOr } from './fences';
import { canonicalJson } from './canonical-json';

interface Case {
  readonly name: string;
  readonly input: string;
  readonly expected: string | null;
  readonly why: string;
}

const vectors: { readonly cases: { readonly 'canonical-json': readonly Case[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/canonical-json.json', import.meta.url), 'utf8'));
const cases = vectors.cases['canonical-json'];

describe('canonical JSON', () => {
  it('has at least 30 cases, each with a name of its own and a reason', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    for (const { name, why } of cases) expect(why, name).not.toBe('');
  });

  it.each(cases)('$name: $why', ({ input, expected }) => {
    // `undefined` has no canonical form either, so it can stand for a text that is no JSON.
    const value: unknown = attemptOr(undefined, () => JSON.parse(input));
    expect(canonicalJson(value) ?? null).toBe(expected);
  });

  const json = fc.jsonValue({ maxDepth: 5 });

  it('reads back as what it was written from, and is written the same again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value) ?? 'none';
        // A fixed point: also where a number had digits too many, or a zero its sign.
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which names were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), json).chain((bag) => fc.tuple(fc.constant(bag), fc.shuffledSubarray(Object.entries(bag), { minLength: Object.keys(bag).length }))), ([bag, entries]) => {
        expect(canonicalJson(Object.fromEntries(entries))).toBe(canonicalJson(bag));
      }),
    );
  });

  it('is refused or parses, whatever the value is, and never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true }), (value) => {
        const text = canonicalJson(value);
        if (text !== undefined) expect(() => void JSON.parse(text)).not.toThrow();
      }),
    );
  });

  const cycle: Record<string, unknown> = {};
  cycle['itself'] = cycle;
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  let deep: unknown = 1;
  for (let depth = 0; depth < 1e5; depth++) deep = [deep];

  it.each<readonly [string, unknown]>([
    ['not a number', Number.NaN],
    ['infinity', { a: [Number.POSITIVE_INFINITY] }],
    ['undefined', undefined],
    ['a hole in a list', Object.assign([], { length: 2 })],
    ['a bigint', 1n],
    ['a symbol', Symbol('a')],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map([[1, 2]])],
    ['bytes', new Uint8Array(2)],
    ['an object with a class', new (class Order {
      readonly total = 1;
    })()],
    ['a cycle', cycle],
    ['a revoked proxy', proxy],
    ['a getter that throws', { get a(): never { throw new Error('trap'); } }],
    ['nesting beyond the stack', deep],
  ])('does not exist for %s', (_name, value) => {
    expect(canonicalJson(value)).toBeUndefined();
  });

  it('leaves out what is undefined in an object, as all JSON does', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });
});
