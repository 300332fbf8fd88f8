import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { raiseLimit } from './listener-limit';

const warnings: string[] = [];
const onWarning = ({ name }: Error): void => void warnings.push(name);
beforeEach(() => process.on('warning', onWarning));
afterEach(() => {
  process.off('warning', onWarning);
  warnings.length = 0;
});

const use = (emitter: EventEmitter, count: number): void => {
  for (let n = 0; n < count; n++) emitter.on('close', () => undefined);
};

it('the app may have as many listeners as ever', async () => {
  const emitter = new EventEmitter();
  raiseLimit(emitter).once('close', () => undefined);
  use(emitter, EventEmitter.defaultMaxListeners);
  await nextTurn();
  expect(warnings).toEqual([]);
});

it('the app is warned of one too many', async () => {
  const emitter = new EventEmitter();
  raiseLimit(emitter).once('close', () => undefined);
  use(emitter, EventEmitter.defaultMaxListeners + 1);
  await nextTurn();
  expect(warnings).toEqual(['MaxListenersExceededWarning']);
});

it.each([0, Infinity])('no limit (%d) stays none', (limit) => {
  const emitter = new EventEmitter().setMaxListeners(limit);
  expect(raiseLimit(emitter)).toBe(emitter);
  expect(emitter.getMaxListeners()).toBe(limit);
});
