import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { captureException } from '@tocsin/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LoggerOptions } from 'winston';
import winston from 'winston';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { createWinstonTransport } from './winston';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const start = (...options: Parameters<typeof hear>): Heard => (heard = hear(...options));

const make = (options: LoggerOptions = {}, ...ours: Parameters<typeof createWinstonTransport>) => {
  const stream = new PassThrough();
  const log = winston.createLogger({ transports: [new winston.transports.Stream({ stream }), createWinstonTransport(...ours)], ...options });
  return { log, text: () => String(stream.read() ?? '') };
};

const { combine, splat, errors, json, colorize, simple } = winston.format;

describe('winston', () => {
  it('warnings and errors are events, all that the logger writes is logs, and the log is the same', async () => {
    const { events, logs } = start();
    const { log, text } = make({ defaultMeta: { service: 'shop' } });
    log.silly('not written');
    log.debug('nor this');
    log.info('said', { order: 7 });
    log.child({ component: 'till' }).warn('late', { order: 8 });
    log.error('no stock');
    expect(await events()).toMatchObject([
      { level: 'warning', logger: 'winston', message: 'late', extra: { component: 'till', order: 8, service: 'shop' } },
      { level: 'error', message: 'no stock' },
    ]);
    expect(await logs()).toMatchObject([
      { level: 'info', body: 'said', attributes: { order: 7, service: 'shop', 'sentry.origin': 'auto.log.winston' } },
      { level: 'warn', body: 'late' },
      { level: 'error', body: 'no stock' },
    ]);
    expect(text().split('\n').map((line) => line && JSON.parse(line).message)).toEqual(['said', 'late', 'no stock', '']);
  });

  it.each([
    { name: 'none', format: undefined },
    { name: 'errors', format: combine(errors({ stack: true }), json()) },
    { name: 'colours', format: combine(colorize(), simple()) },
  ])('an error is an exception with its own stack, in whatever way it is logged: format $name', async ({ format }) => {
    const { events } = start();
    const { log } = make(format && { format });
    log.error('while paying', Object.assign(new RangeError('too much'), { order: 7 }));
    log.error(new TypeError('no number'));
    log.error('with meta', { cause: new SyntaxError('in the meta') });
    log.error({ message: new URIError('as a message') as unknown as string, level: 'error' });
    const told = await events();
    expect(told.map(({ exception }) => exception?.values.at(-1)).map((one) => `${one?.type}: ${one?.value}`)).toEqual(['RangeError: too much', 'TypeError: no number', 'SyntaxError: in the meta', 'URIError: as a message']);
    expect(told.map(({ exception }) => exception?.values.at(-1)?.stacktrace?.frames.at(-1)?.filename)).toEqual(Array.from({ length: 4 }, () => expect.stringContaining('winston.test.ts')));
    expect(told[0]).toMatchObject({ level: 'error', message: 'while paying', extra: { order: 7 } });
    expect(told[1]?.logentry).toBeUndefined();
  });

  it.each([
    { name: 'the plain format', format: undefined },
    { name: 'splat', format: combine(splat(), json()) },
  ])('values stay apart from their text, with $name', async ({ format }) => {
    const { events, logs } = start();
    const { log } = make(format && { format });
    log.warn('order %d of %s is late', 7, 'ada');
    log.warn('order %d of %s is late', 8, 'carol', { weight: 3 });
    expect((await events()).map(({ logentry }) => logentry)).toEqual([
      { message: 'order %s of %s is late', formatted: 'order 7 of ada is late', params: [7, 'ada'] },
      { message: 'order %s of %s is late', formatted: 'order 8 of carol is late', params: [8, 'carol'] },
    ]);
    expect((await logs())[1]).toMatchObject({ body: 'order 8 of carol is late', attributes: { 'sentry.message.template': 'order %s of %s is late' } });
  });

  it('the levels of syslog have their place', async () => {
    const { logs } = start();
    const { log } = make({ levels: winston.config.syslog.levels, level: 'debug' });
    for (const level of Object.keys(winston.config.syslog.levels)) log.log(level, level);
    expect((await logs()).map(({ level, body }) => `${body} ${level}`)).toEqual(['emerg fatal', 'alert fatal', 'crit fatal', 'error error', 'warning warn', 'notice info', 'info info', 'debug debug']);
  });

  it('its own level counts, and a silent logger is silent', async () => {
    const { logs } = start();
    const { log } = make({ level: 'debug' }, { level: 'warn' });
    log.info('too fine');
    log.warn('taken');
    log.silent = true;
    log.error('silent');
    expect((await logs()).map(({ body }) => body)).toEqual(['taken']);
  });

  it('an error that is captured too is told once, and secrets stay out', async () => {
    const { events, runtime } = start();
    const { log } = make();
    const error = new Error('boom');
    log.error('token=abcdefghijklmnop', error);
    captureException(error);
    log.warn('x', { password: 'hunter2' });
    expect(await events()).toHaveLength(2);
    expect(JSON.stringify(runtime.server.received)).not.toMatch(/hunter2|abcdefghijklmnop/);
  });

  it('writes on when nobody listens, and when hooks log themselves', async () => {
    const { log, text } = make();
    log.error('before init');
    const { events } = start({
      beforeSend(event) {
        log.error('in the hook');
        log.debug('not written anyway');
        return event;
      },
    });
    log.error('once');
    log.error('and once more');
    expect((await events()).map(({ message }) => message)).toEqual(['once', 'and once more']);
    await heard?.stop();
    log.error('after the end');
    expect(text().trim().split('\n')).toHaveLength(6);
  });

  describe('of which one transport is shared by several loggers', () => {
    const bodies = async ({ logs }: Heard): Promise<readonly string[]> => (await logs()).map(({ body }) => body);
    const share = (...others: readonly LoggerOptions[]) => {
      const transport = createWinstonTransport();
      return { transport, loggers: others.map((options) => winston.createLogger({ ...options, transports: [new winston.transports.Stream({ stream: new PassThrough() }), transport] })) };
    };

    it('each line is told once, by the level and the silence of its own logger', async () => {
      const told = start();
      const { transport, loggers: [fine, coarse, syslog, silent] } = share({ level: 'debug' }, { level: 'error' }, { levels: winston.config.syslog.levels, level: 'notice' }, { silent: true });
      fine?.debug('fine');
      coarse?.warn('not written');
      coarse?.child({ part: 'till' }).error('coarse');
      syslog?.log('notice', 'notice');
      silent?.error('silent');
      fine?.add(transport).info('added twice');
      expect(await bodies(told)).toEqual(['fine', 'coarse', 'notice', 'added twice']);
    });

    it('and one format as well', async () => {
      const told = start();
      const { loggers } = share(...Array.from({ length: 2 }, () => ({ format: combine(errors({ stack: true }), splat(), winston.format.timestamp(), json()) })));
      for (const log of loggers) log.warn('order %d is late', 7);
      const line = { level: 'error', message: 'the same object' };
      for (const log of loggers) log.log(line);
      loggers[0]?.log(line);
      expect((await told.events()).map(({ message, logentry }) => logentry?.formatted ?? message)).toEqual(['order 7 is late', 'order 7 is late', 'the same object', 'the same object', 'the same object']);
    });

    it('and a hook logs to another one of them', async () => {
      const { loggers } = share({}, {});
      const told = start({ beforeSend: (event) => (loggers[1]?.error('in the hook'), event) });
      loggers[0]?.on('data', () => loggers[1]?.info('beside'));
      loggers[0]?.error('once');
      loggers[1]?.error('twice');
      expect(await bodies(told)).toEqual(['once', 'beside', 'twice']);
    });

    it.each([
      { name: 'removed', leave: (log: winston.Logger, transport: winston.transport) => void log.remove(transport) },
      { name: 'closed', leave: (log: winston.Logger) => void log.close() },
      { name: 'set up anew', leave: (log: winston.Logger) => log.configure({ transports: [new winston.transports.Stream({ stream: new PassThrough() })] }) },
    ])('and is $name from one', async ({ leave }) => {
      const told = start();
      const { transport, loggers: [first, second] } = share({}, {});
      if (first) leave(first, transport);
      second?.error('stays');
      // Once there is a transport, winston writes what came when there was none.
      first?.error('gone');
      first?.add(transport);
      await turn();
      first?.error('again');
      expect((await bodies(told)).filter((body) => body !== 'gone')).toEqual(['stays', 'again']);
    });

    it('and they end, one after the other', async () => {
      const told = start();
      const { transport, loggers } = share({}, {}, {});
      const finished = vi.fn<() => void>();
      transport.on('finish', finished);
      for (const [index, log] of loggers.entries()) {
        log.error(`line ${index}`);
        const ended = Promise.all([once(log, 'finish'), once(log, 'end')]);
        log.end();
        await ended;
      }
      expect(await bodies(told)).toEqual(['line 0', 'line 1', 'line 2']);
      await vi.waitFor(() => expect(finished).toHaveBeenCalledTimes(1));
    });

    it('and they are very many', () => {
      const warned = vi.fn<() => void>();
      process.once('warning', warned);
      const { transport, loggers } = share(...Array.from({ length: 30 }, () => ({})));
      for (const log of loggers) log.close();
      process.off('warning', warned);
      expect(warned).not.toHaveBeenCalled();
      expect(transport.eventNames().filter((name) => ['data', 'drain', 'close', 'end'].includes(String(name)))).toEqual([]);
    });

    it('and is given another level, or silenced', async () => {
      const told = start();
      const { transport, loggers: [log] } = share({});
      transport.level = 'debug';
      log?.debug('fine now');
      transport.silent = true;
      log?.error('silenced');
      transport.silent = false;
      log?.error('and back');
      expect(await bodies(told)).toEqual(['fine now', 'and back']);
    });

    it('and it is written to without a logger', async () => {
      const told = start();
      const { transport } = share({});
      transport.write({ level: 'warn', message: 'by a stream' });
      transport.log({ level: 'warn', message: 'by hand' }, () => undefined);
      expect(await bodies(told)).toEqual(['by a stream', 'by hand']);
    });

    it('and it takes in what none of them writes of crashes', async () => {
      const told = start();
      const transport = createWinstonTransport();
      const log = winston.createLogger({ transports: [transport], exceptionHandlers: [transport] });
      log.log({ level: 'error', message: 'crash', exception: true });
      log.error('said');
      log.exceptions.unhandle();
      log.close();
      expect(await bodies(told)).toEqual(['said']);
    });
  });
});
