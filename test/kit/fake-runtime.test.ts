import { expect, it } from 'vitest';
import { fakeRuntime } from './src/fake-runtime';

it.each([1, 2, 6, 16])('the fake runtime gives 10,000 different ids, read by %i bytes', (size) => {
  const runtime = fakeRuntime();
  const ids = Array.from({ length: 10_000 }, () => Array.from({ length: Math.ceil(6 / size) }, () => [...runtime.randomBytes(size)]).join());
  expect(new Set(ids).size).toBe(10_000);
});
