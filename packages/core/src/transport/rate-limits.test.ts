import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimit } from './rate-limits';
import { parseRateLimits, rateLimitsOf } from './rate-limits';

interface Case<Input> {
  readonly name: string;
  readonly input: Input;
  readonly expected: readonly { readonly category: string; readonly seconds: number }[];
  readonly why: string;
}

interface Answered {
  readonly status: number;
  readonly now: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Vectors {
  readonly cases: { readonly 'rate-limits': readonly Case<string>[]; readonly 'retry-after': readonly Case<Answered>[] };
}

const { cases }: Vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/rate-limits.json', import.meta.url), 'utf8'));
const inSeconds = (limits: readonly RateLimit[], now: number) => limits.map(({ category, until }) => ({ category, seconds: (until - now) / 1000 }));

describe('rate-limit vectors', () => {
  it('are at least 25 and 10, each with a name of its own and a reason', () => {
    expect(cases['rate-limits'].length).toBeGreaterThanOrEqual(25);
    expect(cases['retry-after'].length).toBeGreaterThanOrEqual(10);
    for (const group of [cases['rate-limits'], cases['retry-after']]) {
      expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
      for (const { name, why } of group) expect(why, name).not.toBe('');
    }
  });

  it.each(cases['rate-limits'])('X-Sentry-Rate-Limits: $name ($why)', ({ input, expected }) => {
    const now = Date.UTC(2026, 0, 1);
    expect(inSeconds(parseRateLimits(input, now), now)).toEqual(expected);
  });

  it.each(cases['retry-after'])('Retry-After: $name ($why)', ({ input: { status, now, headers }, expected }) => {
    expect(inSeconds(rateLimitsOf({ status, header: (name) => headers[name] }, Date.parse(now)), Date.parse(now))).toEqual(expected);
  });
});

it('no header makes a limit that lies in the past or has no end', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(200, 429), (limits, after, status) => {
      const now = Date.UTC(2026, 0, 1);
      for (const { until } of rateLimitsOf({ status, header: (name) => (name === 'retry-after' ? after : limits) }, now)) {
        expect(until).toBeGreaterThanOrEqual(now);
        expect(Number.isFinite(until)).toBe(true);
      }
    }),
  );
});
