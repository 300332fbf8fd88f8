import { createConsola } from 'consola';
import { afterEach, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { createConsolaReporter } from './consola';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

it('warnings and errors of consola are events, all lines are logs', async () => {
  const { events, logs } = (heard = hear());
  const own: string[] = [];
  const consola = createConsola({ level: 4, reporters: [{ log: ({ type }) => void own.push(type) }] });
  consola.addReporter(createConsolaReporter());
  consola.trace('not written');
  consola.debug('d');
  consola.success('done', { order: 7 });
  consola.withTag('till').warn('order %d is late', 8);
  consola.fail('did not work');
  consola.error(new RangeError('too much'));
  consola.error('while paying', new TypeError('no number'), { order: 9, password: 'hunter2' });
  consola.fatal('gone');
  const told = await events();
  expect(told).toMatchObject([
    { level: 'warning', logger: 'till', logentry: { message: 'order %s is late', formatted: 'order 8 is late', params: [8] } },
    { level: 'error', logger: 'consola', message: 'did not work' },
    { level: 'error', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { type: 'auto.log.consola' } }] } },
    { level: 'error', message: 'while paying', extra: { order: 9 }, exception: { values: [{ type: 'TypeError' }] } },
    { level: 'fatal', message: 'gone' },
  ]);
  expect(told[2]?.logentry).toBeUndefined();
  expect(told[2]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('consola.test.ts');
  expect((await logs()).map(({ level, body }) => `${level}: ${body}`)).toEqual([
    'debug: d',
    'info: done',
    'warn: order 8 is late',
    'error: did not work',
    'error: RangeError: too much',
    'error: while paying',
    'fatal: gone',
  ]);
  expect(JSON.stringify(heard.runtime.server.received)).not.toContain('hunter2');
  expect(own).toEqual(['debug', 'success', 'warn', 'fail', 'error', 'error', 'fatal']);
});
