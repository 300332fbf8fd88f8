import { expect, it } from 'vitest';
import type { Health } from './health';
import { noteAnswer, noteFailed, widthOf } from './health';

const healthy = (): Health => ({ lastSendFailed: false });

it('a server is sent 16 requests at a time, and one more with each that it takes, up to 64', () => {
  const health = healthy();
  expect(widthOf(health)).toBe(16);
  noteAnswer(health, 200);
  expect(widthOf(health)).toBe(17);
  for (let n = 0; n < 1000; n++) noteAnswer(health, 200);
  expect(widthOf(health)).toBe(64);
});

it('a server that was in trouble begins anew', () => {
  const health = healthy();
  for (let n = 0; n < 1000; n++) noteAnswer(health, 200);
  noteFailed(health);
  expect(health.lastSendFailed).toBe(true);
  expect(widthOf(health)).toBe(16);
  noteAnswer(health, 200);
  expect(health).toMatchObject({ lastSendFailed: false, width: 17 });
});
