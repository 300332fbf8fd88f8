import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Category } from '../base/ledger';
import { createLimits } from './limits';
import type { Answer } from './post';

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
const CATEGORIES: readonly Category[] = ['error', 'attachment', 'session', 'feedback', 'monitor', 'log_item', 'internal', 'default'];

/** Expects each category to be held for as long as the longest limit on it, or on everything, says; and not a moment longer. */
const expectLimits = (answer: Answer, at: number, expected: Case<unknown>['expected']): void => {
  let now = at;
  const limits = createLimits(() => now);
  limits.read(answer);
  for (const category of CATEGORIES) {
    const seconds = Math.max(0, ...expected.filter((limit) => limit.category === category || limit.category === 'all').map((limit) => limit.seconds));
    now = at + seconds * 1000;
    expect(limits.holds(category), `${category} after ${seconds} s`).toBe(false);
    now--;
    if (seconds > 0) expect(limits.holds(category), `${category} before ${seconds} s`).toBe(true);
  }
};

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
    expectLimits({ status: 200, header: (name) => (name === 'x-sentry-rate-limits' ? input : null) }, Date.UTC(2026, 0, 1), expected);
  });

  it.each(cases['retry-after'])('Retry-After: $name ($why)', ({ input: { status, now, headers }, expected }) => {
    expectLimits({ status, header: (name) => headers[name] }, Date.parse(now), expected);
  });
});

it('no header throws, or makes a limit without an end', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constant(null)), fc.oneof(fc.string(), fc.constant(null)), fc.constantFrom(200, 429), (limit, after, status) => {
      let now = Date.UTC(2026, 0, 1);
      const limits = createLimits(() => now);
      limits.read({ status, header: (name) => (name === 'retry-after' ? after : limit) });
      now = Infinity;
      for (const category of CATEGORIES) expect(limits.holds(category)).toBe(false);
    }),
  );
});

it('a clock that is set back, as from 2099, leaves no limit until then', () => {
  let now = Date.UTC(2099, 0, 1);
  const limits = createLimits(() => now);
  limits.read({ status: 429, header: () => null });
  expect(limits.holds('error')).toBe(true);
  now = Date.UTC(2026, 0, 1);
  expect(limits.holds('error')).toBe(false);
  limits.read({ status: 429, header: () => null });
  expect(limits.holds('error')).toBe(true);
  now += 60_000;
  expect(limits.holds('error')).toBe(false);
});
