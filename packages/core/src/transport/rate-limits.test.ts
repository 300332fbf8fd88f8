import { describe, expect, it } from 'vitest';
import { parseRateLimits, rateLimitsOf } from './rate-limits';

const now = Date.UTC(2026, 0, 1);
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, header: (name: string) => headers[name] });

describe('rate limits', () => {
  it.each([
    ['60:error:organization', [['error', 60]]],
    ['60::key', [['all', 60]]],
    ['60', [['all', 60]]],
    ['60:error;session:key:reason, 120:default', [['error', 60], ['session', 60], ['default', 120]]],
    [' 60 : error ; attachment : key ', [['error', 60], ['attachment', 60]]],
    ['60:transaction;profile:key', []],
    ['60:transaction;error:key', [['error', 60]]],
    ['soon:error', [['error', 60]]],
    ['0.5:error', [['error', 1]]],
    ['-5:error', [['error', 60]]],
  ])('are read from %j', (text, expected) => {
    expect(parseRateLimits(text, now).map(({ category, until }) => [category, (until - now) / 1000])).toEqual(expected);
  });

  it('are read from a good answer too, and then Retry-After is not looked at', () => {
    expect(rateLimitsOf(answer(200, { 'x-sentry-rate-limits': '10:error', 'retry-after': '99' }), now)).toEqual([{ category: 'error', until: now + 10_000 }]);
  });

  it('are read from Retry-After on a 429: seconds, a date, or a minute when there is none', () => {
    const until = (headers: Record<string, string>) => (rateLimitsOf(answer(429, headers), now)[0]?.until ?? 0) - now;
    expect(until({ 'retry-after': '7' })).toBe(7000);
    expect(until({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' })).toBe(30_000);
    expect(until({ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' })).toBe(0);
    expect(until({})).toBe(60_000);
  });

  it('are none on a plain 200', () => {
    expect(rateLimitsOf(answer(200, { 'retry-after': '7' }), now)).toEqual([]);
  });
});
