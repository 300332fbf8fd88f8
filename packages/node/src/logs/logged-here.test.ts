import bunyan from 'bunyan';
import { captureException, captureMessage, close, flush } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { createConsola } from 'consola';
import log4js from 'log4js';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import { captureConsoleIntegration } from '../integrations/capture-console';
import { createAsyncScopeStore } from '../scope-store';
import { createStackParser } from '../context/stack-parser';
import { createBunyanStream } from './bunyan';
import { createConsolaReporter } from './consola';
import { createLog4jsAppender } from './log4js';
import { fromApp } from './logged-here';
import { createPinoStream, pinoIntegration } from './pino';
import { createWinstonTransport } from './winston';

const quiet = { write: () => true };
log4js.configure({ appenders: { ours: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['ours'], level: 'info' } } });
const loggers: Readonly<Record<string, () => void>> = {
  winston: () => void winston.createLogger({ transports: [createWinstonTransport()] }).warn('said'),
  pino: () => pino({}, quiet).warn('said'),
  'a stream of pino': () => pino({}, pino.multistream([{ stream: createPinoStream() }])).warn('said'),
  consola: () => createConsola({ reporters: [createConsolaReporter()] }).warn('said'),
  log4js: () => log4js.getLogger().warn('said'),
  bunyan: () => bunyan.createLogger({ name: 'shop', streams: [createBunyanStream()] }).warn('said'),
  console: () => console.warn('said'),
  captureMessage: () => void captureMessage('said'),
  captureException: () => void captureException('said'),
};

let runtime: ReturnType<typeof fakeRuntime>;
let limit: number;
beforeEach(() => {
  limit = Error.stackTraceLimit;
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  runtime = Object.assign(fakeRuntime({ scopes: createAsyncScopeStore() }), { parseStack: createStackParser(undefined) });
  initClient({ dsn: 'https://k@example.com/1', attachStacktrace: true, integrations: [captureConsoleIntegration({ levels: ['warn'] }), pinoIntegration()] }, runtime);
});
afterEach(async () => {
  Error.stackTraceLimit = limit;
  vi.restoreAllMocks();
  await close();
});

describe('the stack of a message', () => {
  it.each(Object.entries(loggers))('begins with who has called %s', async (_name, log) => {
    const caller = { sayIt: () => log() };
    caller.sayIt();
    await flush();
    // A stream of pino is heard beside the integration.
    const frames = runtime.server.events().at(-1)?.exception?.values.at(-1)?.stacktrace?.frames ?? [];
    expect(frames.slice(-2).map(({ function: name, filename }) => [name, filename])).toEqual([[expect.stringMatching(/sayIt$/), import.meta.filename], [expect.any(String), import.meta.filename]]);
    expect(frames.length).toBeLessThanOrEqual(10);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('is that of packages where the app is one itself', () => {
    expect(fromApp([{ function: 'app', in_app: false }, { function: 'log', in_app: false }])).toHaveLength(2);
    expect(fromApp([])).toEqual([]);
  });
});
