import bunyan from 'bunyan';
import { afterEach, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { createBunyanStream } from './bunyan';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const make = (...options: Parameters<typeof createBunyanStream>) => {
  const lines: unknown[] = [];
  const own = { write: (line: object): void => void lines.push(line) };
  const log = bunyan.createLogger({ name: 'shop', streams: [{ type: 'raw', level: 'info', stream: own }, createBunyanStream(...options)] });
  return { log, lines };
};

it('warnings and errors of bunyan are events, all lines are logs, and the log is the same', async () => {
  const { events, logs } = (heard = hear());
  const { log, lines } = make();
  log.trace('fine');
  log.info({ order: 7 }, 'said %s', 'it');
  log.child({ component: 'till' }).warn('late');
  log.error({ password: 'hunter2' }, 'no stock');
  log.fatal('gone');
  expect(await events()).toMatchObject([
    { level: 'warning', logger: 'shop', message: 'late', extra: { component: 'till' } },
    { level: 'error', message: 'no stock' },
    { level: 'fatal', message: 'gone' },
  ]);
  expect((await logs()).map(({ level, body }) => `${level}: ${body}`)).toEqual(['trace: fine', 'info: said it', 'warn: late', 'error: no stock', 'fatal: gone']);
  expect((await logs())[1]?.attributes).toMatchObject({ order: 7, 'logger.name': 'shop', 'sentry.origin': 'auto.log.bunyan' });
  expect((await logs())[1]?.attributes).not.toHaveProperty('hostname');
  expect(JSON.stringify(heard.runtime.server.received)).not.toContain('hunter2');
  expect(lines).toHaveLength(4);
});

it('errors are exceptions with their own stacks, as text or as they are', async () => {
  const { events } = (heard = hear());
  const { log } = make();
  log.error(Object.assign(new RangeError('too much'), { code: 'E_MUCH' }), 'while paying');
  log.warn({ err: new TypeError('no number') });
  const told = await events();
  expect(told).toMatchObject([
    { level: 'error', message: 'while paying', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { type: 'auto.log.bunyan', data: { code: 'E_MUCH' } } }] } },
    { level: 'warning', exception: { values: [{ type: 'TypeError', value: 'no number' }] } },
  ]);
  expect(told.map(({ exception }) => exception?.values[0]?.stacktrace?.frames.at(-1)?.filename)).toEqual([expect.stringContaining('bunyan.test.ts'), expect.stringContaining('bunyan.test.ts')]);
});

it('takes what it is told to', async () => {
  const { events, logs } = (heard = hear());
  const { log } = make({ events: [], logs: ['error'] });
  log.error('kept');
  log.warn('not kept');
  expect(await events()).toEqual([]);
  expect((await logs()).map(({ body }) => body)).toEqual(['kept']);
});
