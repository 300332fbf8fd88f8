import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import type { Integration } from '@tocsin/core';
import bunyan from 'bunyan';
import { createConsola } from 'consola';
import log4js from 'log4js';
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import winston from 'winston';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { captureConsoleIntegration, consoleLoggingIntegration } from '../integrations/capture-console';
import { createBunyanStream } from './bunyan';
import { createConsolaReporter } from './consola';
import { createLog4jsAppender } from './log4js';
import { createPinoStream, pinoIntegration } from './pino';
import { createWinstonTransport } from './winston';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

/** What all of them have in common. */
interface Log {
  error(...args: readonly unknown[]): unknown;
}

const { combine, errors, json, splat } = winston.format;
const out = (): winston.transport => new winston.transports.Stream({ stream: new PassThrough() });

const loggers = {
  pino: () => pino({}, { write() {} }),
  'pino by a stream': () => pino({}, pino.multistream([{ stream: createPinoStream() }])),
  bunyan: () => bunyan.createLogger({ name: 'shop', streams: [createBunyanStream()] }),
  winston: () => winston.createLogger({ transports: [out(), createWinstonTransport()] }),
  'winston with splat': () => winston.createLogger({ format: combine(errors({ stack: true }), splat(), json()), transports: [out(), createWinstonTransport()] }),
  consola: () => createConsola({ reporters: [createConsolaReporter()] }),
  console: () => new Console(new PassThrough()),
  log4js: () => {
    log4js.configure({ appenders: { tocsin: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['tocsin'], level: 'all' } } });
    return log4js.getLogger('shop');
  },
} satisfies Record<string, () => unknown>;

type Name = keyof typeof loggers;

const integrations: Partial<Record<Name, Integration[]>> = { pino: [pinoIntegration()], console: [captureConsoleIntegration(), consoleLoggingIntegration()] };

/** The line that a logger writes of what it is given: the exception of its event, text, extra, and the log. */
const lineOf = async (name: Name, ...args: readonly unknown[]) => {
  heard = hear({ integrations: integrations[name] ?? [] });
  (loggers[name]() as Log).error(...args); // all of them have this method
  const [event] = await heard.events();
  const [log] = await heard.logs();
  const thrown = event?.exception?.values.at(-1);
  return { error: thrown && `${thrown.type}: ${thrown.value}`, file: thrown?.stacktrace?.frames.at(-1)?.filename, text: event?.message ?? event?.logentry?.formatted, extra: event?.extra, log };
};

const boom = (): RangeError => new RangeError('too much');
const told = { error: 'RangeError: too much', file: expect.stringContaining('ways-to-log.test.ts') };

const all = Object.keys(loggers) as readonly Name[]; // it has no other keys
const behindText = all.filter((name) => !name.startsWith('pino'));

describe.each(all)('what is logged by %s', (name) => {
  it('an error alone, and one with a text', async () => {
    expect(await lineOf(name, boom())).toMatchObject({ ...told, text: undefined, log: { body: expect.stringContaining('too much'), attributes: { 'exception.type': 'RangeError' } } });
    await heard?.stop();
    expect(await lineOf(name, { err: boom() }, 'said')).toMatchObject({ ...told, text: 'said', log: { body: 'said' } });
  });

  it.runIf(name !== 'pino by a stream')('an error under another name', async () => {
    const line = await lineOf(name, { error: boom() }, 'said');
    expect(line).toMatchObject({ ...told, text: 'said', log: { body: 'said', attributes: { 'exception.message': 'too much' } } });
    expect(line.extra ?? {}).not.toHaveProperty('error');
  });

  it('properties alone', async () => {
    const line = await lineOf(name, { order: 7, password: 'hunter2' });
    if (!name.startsWith('winston')) expect(line).toMatchObject({ text: expect.stringContaining('order: 7'), log: { body: expect.stringContaining('order: 7') } });
    expect(JSON.stringify(heard?.runtime.server.received)).not.toContain('hunter2');
  });
});

describe.each(behindText)('what stands behind the text of %s', (name) => {
  it.each([
    { args: ['said', boom()], text: /^said(?: RangeError: too much)?$/ },
    { args: ['failed: %s', boom()], text: /^failed: RangeError: too much$/ },
    { args: ['said', { err: boom(), order: 7 }], text: /^said/ },
    { args: ['said', { error: boom(), order: 7 }], text: /^said/ },
  ])('an error is the exception: $text', async ({ args, text }) => {
    const line = await lineOf(name, ...args);
    expect(line).toMatchObject({ ...told, text: expect.stringMatching(text), log: { attributes: { 'exception.type': 'RangeError', 'exception.stacktrace': expect.stringContaining('ways-to-log.test.ts') } } });
    expect(line.text).not.toContain('    at ');
  });

  it('a stack that the app has made text of is an exception as well', async () => {
    expect(await lineOf(name, `failed: ${boom().stack}`)).toMatchObject({ ...told, text: 'failed: RangeError: too much' });
  });

  it.runIf(name !== 'bunyan')('every object is kept', async () => {
    const line = await lineOf(name, 'said', { basket: { weight: 3 } }, { order: 7 });
    expect(line).toMatchObject({ text: 'said', extra: { basket: { weight: 3 }, order: 7 }, log: { attributes: { basket: '{"weight":3}', order: 7 } } });
    await heard?.stop();
    expect(await lineOf(name, 'order %d is late', 7, { carrier: 'ada' })).toMatchObject({ text: 'order 7 is late', extra: { carrier: 'ada' }, log: { attributes: { carrier: 'ada', 'sentry.message.template': 'order %s is late' } } });
  });
});

it('winston: what a format of the app has taken out of the first object stays out', async () => {
  const hide = winston.format((line) => ({ ...line, holder: undefined }));
  const { events } = (heard = hear());
  winston.createLogger({ format: combine(hide(), json()), transports: [out(), createWinstonTransport()] }).error('said', { holder: 'Lovelace' }, { order: 7 });
  expect((await events())[0]?.extra).toEqual({ order: 7 });
});

it('consola and log4js: a second error is told in the text', async () => {
  expect(await lineOf('log4js', boom(), new TypeError('no number'))).toMatchObject({ ...told, text: 'TypeError: no number' });
  await heard?.stop();
  expect(await lineOf('consola', 'said', boom(), { reason: new TypeError('no number') })).toMatchObject({ ...told, text: 'said', extra: { reason: expect.anything() } });
});

it('pino: an error behind the text is there with a hook of the app, as docs/logs.md shows it', async () => {
  const { events } = (heard = hear({ integrations: [pinoIntegration()] }));
  const log = pino(
    {
      hooks: {
        logMethod(args, write) {
          const err = args.find((value: unknown) => value instanceof Error);
          const isBehind = err !== undefined && typeof args[0] === 'string';
          Reflect.apply(write, this, isBehind ? [{ err }, ...args] : args);
        },
      },
    },
    { write() {} },
  );
  log.error('failed: %s', boom());
  log.error(boom());
  expect(await events()).toMatchObject([
    { message: 'failed: RangeError: too much', exception: { values: [{ type: 'RangeError' }] } },
    { exception: { values: [{ type: 'RangeError' }] } },
  ]);
});
