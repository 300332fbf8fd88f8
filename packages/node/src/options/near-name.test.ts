import { expect, it } from 'vitest';
import { nearName } from './near-name';

it.each([
  ['sampelRate', 'sampleRate'],
  ['maxByte', 'maxBytes'],
  ['DSN', 'dsn'],
  ['rate', undefined],
  ['', undefined],
  ['ds', 'dsn'],
])('%j means %j', (given, meant) => {
  expect(nearName(given, ['sampleRate', 'maxBytes', 'dsn'])).toBe(meant);
});
