import { captureException } from '@tocsin/core';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { createPinoStream, pinoIntegration } from './pino';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const start = (...options: Parameters<typeof hear>): Heard => (heard = hear(...options));

/** What the app's own log gets. */
const sink = () => {
  const lines: string[] = [];
  return { lines, write: (line: string): void => void lines.push(line) };
};

describe('pino', () => {
  it('warnings and errors are events, all lines are logs, and the log is the same', async () => {
    const { events, logs } = start({ integrations: [pinoIntegration()] });
    const own = sink();
    const log = pino({ name: 'shop', level: 'debug', base: { pid: 1, hostname: 'h' }, timestamp: false }, own);
    log.trace('not written');
    log.debug({ order: 7 }, 'looked at %s', 'it');
    log.child({ component: 'till' }).warn({ order: 8 }, 'order %d is late', 8);
    log.error('no stock');
    log.fatal('gone');
    expect(await events()).toMatchObject([
      { level: 'warning', logger: 'shop', message: 'order 8 is late', extra: { component: 'till', order: 8 } },
      { level: 'error', message: 'no stock' },
      { level: 'fatal', message: 'gone' },
    ]);
    expect((await logs()).map(({ level, body }) => `${level}: ${body}`)).toEqual(['debug: looked at it', 'warn: order 8 is late', 'error: no stock', 'fatal: gone']);
    expect((await logs())[1]?.attributes).toMatchObject({ component: 'till', order: 8, 'logger.name': 'shop', 'sentry.origin': 'auto.log.pino' });
    expect(own.lines).toEqual([
      '{"level":20,"pid":1,"hostname":"h","name":"shop","order":7,"msg":"looked at it"}\n',
      '{"level":40,"pid":1,"hostname":"h","name":"shop","component":"till","order":8,"msg":"order 8 is late"}\n',
      '{"level":50,"pid":1,"hostname":"h","name":"shop","msg":"no stock"}\n',
      '{"level":60,"pid":1,"hostname":"h","name":"shop","msg":"gone"}\n',
    ]);
  });

  it('an error is an exception with its own stack and cause, and is told once', async () => {
    const { events, logs } = start({ integrations: [pinoIntegration()] });
    const log = pino({}, sink());
    const error = new RangeError('too much', { cause: new TypeError('no number') });
    log.error({ err: error, order: 7 }, 'while paying');
    log.error(error);
    captureException(error);
    log.warn({ failure: new Error('under another name') });
    const [first, second, ...more] = await events();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      level: 'error',
      message: 'while paying',
      extra: { order: 7 },
      exception: { values: [{ type: 'TypeError', value: 'no number' }, { type: 'RangeError', value: 'too much', mechanism: { type: 'auto.log.pino', handled: true } }] },
    });
    expect(first?.exception?.values[1]?.stacktrace?.frames.at(-1)?.filename).toContain('pino.test.ts');
    expect(first?.extra).not.toHaveProperty('err');
    expect(second).toMatchObject({ level: 'warning', exception: { values: [{ type: 'Error', value: 'under another name' }] } });
    expect((await logs())[0]).toMatchObject({ level: 'error', body: 'while paying', attributes: { 'exception.type': 'RangeError', 'exception.message': 'too much', 'exception.stacktrace': expect.stringContaining('pino.test.ts') } });
  });

  it('what pino redacts stays out, and so do secrets that it does not know', async () => {
    const { runtime, events } = start({ integrations: [pinoIntegration()] });
    pino({ redact: ['card.holder'] }, sink()).error({ card: { holder: 'Ada Lovelace' }, password: 'hunter2' }, 'failed with password=hunter3');
    expect(await events()).toHaveLength(1);
    const sent = JSON.stringify(runtime.server.received);
    expect(sent).toContain('[Redacted]');
    expect(sent).not.toMatch(/Lovelace|hunter/);
  });

  it('takes what it is told to, and nothing after the end', async () => {
    const first = start({ integrations: [pinoIntegration({ events: ['fatal'], logs: ['info'], handled: false })] });
    const log = pino({ customLevels: { audit: 35 } }, sink());
    log.error(new Error('only logged'));
    log.info('said');
    log.audit('between info and warn');
    log.fatal(new Error('captured'));
    expect(await first.events()).toMatchObject([{ exception: { values: [{ value: 'captured', mechanism: { handled: false } }] } }]);
    expect((await first.logs()).map(({ body }) => body)).toEqual(['said', 'between info and warn']);
    await first.stop();
    const second = start();
    log.fatal('nobody listens');
    expect(await second.events()).toEqual([]);
  });

  it('hooks that log do not come round again', async () => {
    const log = pino({}, sink());
    const { events } = start({
      integrations: [pinoIntegration()],
      beforeSend: async (event) => {
        log.error('in the hook');
        await Promise.resolve();
        log.error('in the hook, later');
        return event;
      },
    });
    log.error('once');
    expect((await events()).map(({ message }) => message)).toEqual(['once']);
  });

  it('a stream of one logger does the same', async () => {
    const { events, logs } = start();
    const own = sink();
    const log = pino({ level: 'trace', name: 'shop' }, pino.multistream([{ level: 'trace', stream: own }, { level: 'trace', stream: createPinoStream() }]));
    log.trace('fine');
    log.error({ err: Object.assign(new RangeError('too much'), { code: 'E_MUCH' }), order: 7 }, 'while paying');
    expect(await events()).toMatchObject([
      { logger: 'shop', extra: { order: 7 }, message: 'while paying', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { data: { code: 'E_MUCH' } } }] } },
    ]);
    expect((await events())[0]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('pino.test.ts');
    expect((await logs()).map(({ level, body }) => `${level}: ${body}`)).toEqual(['trace: fine', 'error: while paying']);
    expect(own.lines).toHaveLength(2);
  });

  it('a line that is no JSON says what it says', async () => {
    const { events, runtime } = start();
    const stream = createPinoStream({ events: ['info'] });
    stream.write('{ torn');
    stream.write('7');
    expect((await events()).map(({ message }) => message)).toEqual(['{ torn', '7']);
    expect(runtime.reported).toEqual([]);
  });
});
