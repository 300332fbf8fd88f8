import log4js from 'log4js';
import { afterEach, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { createLog4jsAppender } from './log4js';

let heard: Heard | undefined;
afterEach(async () => {
  await heard?.stop();
  await new Promise((resolve) => log4js.shutdown(resolve));
});

it('warnings and errors of log4js are events, all lines are logs', async () => {
  const { events, logs } = (heard = hear());
  log4js.configure({ appenders: { tocsin: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['tocsin'], level: 'debug' } } });
  const log = log4js.getLogger('till');
  log.addContext('shop', 'north');
  log.trace('not written');
  log.debug('d');
  log.info('said', { order: 7 });
  log.warn('order %d of %s is late', 8, 'ada');
  log.error('while paying', new RangeError('too much'), { password: 'hunter2' });
  log.error(new TypeError('no number'));
  log.fatal('gone');
  log.mark('marked');
  const told = await events();
  expect(told).toMatchObject([
    { level: 'warning', logger: 'till', logentry: { message: 'order %s of %s is late', formatted: 'order 8 of ada is late' }, extra: { shop: 'north' } },
    { level: 'error', message: 'while paying', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { type: 'auto.log.log4js' } }] } },
    { level: 'error', exception: { values: [{ type: 'TypeError' }] } },
    { level: 'fatal', message: 'gone' },
  ]);
  expect(told[1]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('log4js.test.ts');
  expect((await logs()).map(({ level, body }) => `${level}: ${body}`)).toEqual([
    'debug: d',
    'info: said',
    'warn: order 8 of ada is late',
    'error: while paying',
    'error: TypeError: no number',
    'fatal: gone',
    'info: marked',
  ]);
  expect((await logs())[1]?.attributes).toMatchObject({ order: 7, shop: 'north', 'logger.name': 'till' });
  expect(JSON.stringify(heard.runtime.server.received)).not.toContain('hunter2');
});

it('levels of the app stand where their numbers do', async () => {
  const { events, logs } = (heard = hear());
  log4js.configure({ levels: { AUDIT: { value: 45_000, colour: 'red' }, CHATTY: { value: 8000, colour: 'grey' } }, appenders: { tocsin: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['tocsin'], level: 'all' } } });
  const log = log4js.getLogger('till');
  log.log('AUDIT', 'above an error');
  log.log('CHATTY', 'between trace and debug');
  expect(await events()).toMatchObject([{ level: 'error', message: 'above an error' }]);
  expect((await logs()).map(({ level }) => level)).toEqual(['error', 'trace']);
});

it('errors that came as text from a worker of a cluster are exceptions', async () => {
  const { events } = (heard = hear());
  const append = createLog4jsAppender().configure();
  const { message, stack } = new RangeError('too much');
  append({ level: { levelStr: 'ERROR' }, categoryName: 'till', data: ['in the worker', { message, stack, name: 'RangeError' }] });
  expect(await events()).toMatchObject([{ message: 'in the worker', exception: { values: [{ type: 'RangeError', value: 'too much' }] } }]);
});
