import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NormaliseOptions } from './normalise';
import { normalise } from './normalise';
import { serverNeighbours } from './scrub-neighbours';
import { createScrubber } from './scrubber';
import { free } from './zones';

interface SecretCase {
  readonly name: string;
  readonly value: object;
  readonly secret: readonly string[];
}

interface InnocentCase {
  readonly name: string;
  readonly value: unknown;
}

const { cases }: { readonly cases: { readonly secrets: readonly SecretCase[]; readonly innocents: readonly InnocentCase[] } } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/scrub-neighbours.json', import.meta.url), 'utf8'),
);

const scrubber = createScrubber({}, () => {});
const options: NormaliseOptions = { normalizeDepth: 9, normalizeMaxBreadth: 1000, maxValueLength: 8192, totalLength: 200_000, describe: () => undefined, scrubber, beside: serverNeighbours(scrubber) };
const walk = (value: unknown): unknown => normalise({ value }, options, { zone: free, onFiltered: () => {} });
const filled = (value: unknown, put: string): unknown => JSON.parse(JSON.stringify(value).replaceAll('<secret>', put));

describe('secrets that their neighbours tell', () => {
  it.each(cases.secrets)('$name is taken out, and nothing else', ({ value, secret }) => {
    const given = filled(value, secret.join(''));
    const before = structuredClone(given);
    expect(walk(given)).toEqual({ value: filled(value, '[Filtered]') });
    expect(given).toEqual(before);
  });

  it.each(cases.secrets)('$name comes out the same the second time, and is not counted again', ({ value, secret }) => {
    const once = walk(filled(value, secret.join('')));
    const counted: string[] = [];
    expect(normalise(once, options, { zone: free, onFiltered: (rule) => counted.push(rule) })).toEqual(once);
    expect(counted).toEqual([]);
  });
});

it.each(cases.innocents)('$name stays as it is', ({ value }) => {
  expect(walk(value)).toEqual({ value });
});

const word = fc.constantFrom('--password', 'password', 'token', 'Host', 'Accept', 'Authorization', '-u', '-p', 'login', 'mysql', '-pX1y2', 'ada:x1', 'name', 'value', '[Filtered]', '');
const things = fc.letrec((tie) => ({ any: fc.oneof({ maxDepth: 3 }, word, fc.integer(), fc.constant(null), fc.array(tie('any'), { maxLength: 5 }), fc.dictionary(fc.constantFrom('name', 'key', 'value', 'values', 'Name', 'content'), tie('any'))) })).any;

it('a second walk changes nothing, whatever stands beside what', () => {
  fc.assert(
    fc.property(things, (value) => {
      const once = walk(value);
      expect(walk((once as { readonly value: unknown }).value)).toEqual(once);
    }),
    { numRuns: 2000 },
  );
});

it('takes time in proportion to the list', () => {
  const long = Array.from({ length: 1000 }, (_, at) => (at % 2 ? 'x'.repeat(150) : 'ada:'));
  expect(walk([long, ['-u', `${'a'.repeat(8000)}:`], ['token', 'x'.repeat(8000)]])).toBeDefined();
});
