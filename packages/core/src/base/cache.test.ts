import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createSecretKeys } from '../stages/scrub-keys';
import { createCache } from './cache';

/** Megabytes held after all that can go has gone. */
const held = (): number => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

describe('a cache', () => {
  const asked: string[] = [];
  const cache = createCache<number>(3);
  const answer = (key: string): number => cache(key, (asking) => asked.push(asking));

  it('asks once for each key, until there were too many', () => {
    expect(['a', 'b', 'a', 'c', 'b'].map(answer)).toEqual([1, 2, 1, 3, 2]);
    expect(answer('d')).toBe(4);
    expect(answer('a')).toBe(5);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'a']);
  });

  it('does not remember long keys', () => {
    const long = 'x'.repeat(100_000);
    expect(answer(long)).not.toBe(answer(long));
  });

  it.each([
    ['long keys', (at: number) => `${'a'.repeat(12_000)}${at}`],
    ['pieces of long texts', (at: number) => `${'a'.repeat(12_000)} order_number_${at}`.slice(12_001)],
  ])('holds little memory, also with %s', (_, keyOf) => {
    const isSecret = createSecretKeys([], false);
    const before = held();
    for (let at = 0; at < 1900; at++) isSecret(keyOf(at), at % 2 === 0);
    expect(held() - before).toBeLessThan(3);
    expect(isSecret('password')).toBe(true);
  });
});
