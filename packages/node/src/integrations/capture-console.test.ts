import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { captureException } from '@tocsin/core';
import { settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { captureConsoleIntegration, consoleLoggingIntegration } from './capture-console';
import { consoleIntegration } from './console';

const real = globalThis.console;
let printed: PassThrough;
let heard: Heard | undefined;
beforeEach(() => {
  printed = new PassThrough();
  globalThis.console = new Console(printed);
});
afterEach(async () => {
  await heard?.stop();
  globalThis.console = real;
});

const start = (...options: Parameters<typeof hear>): Heard => (heard = hear(...options));

describe('the integration that captures the console', () => {
  it('makes events of the levels that it is told', async () => {
    const { events } = start({ integrations: [captureConsoleIntegration({ levels: ['warn', 'error', 'assert'] })] });
    console.log('only printed');
    console.warn('order %d is late', 7, { password: 'hunter2', weight: 3 });
    console.error('while paying', new RangeError('too much'));
    console.assert(false, 'no stock');
    console.trace('only printed, too');
    const told = await events();
    expect(told).toMatchObject([
      { level: 'warning', logger: 'console', logentry: { message: 'order %s is late', formatted: 'order 7 is late', params: [7] }, extra: { weight: 3 } },
      { level: 'error', message: 'while paying', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { type: 'auto.log.console', handled: true } }] } },
      { level: 'error', message: 'Assertion failed: no stock' },
    ]);
    expect(told[1]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('capture-console.test.ts');
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(String(printed.read())).toContain('order 7 is late {');
  });

  it('makes events of everything by default, as the field does', async () => {
    const { events } = start({ integrations: [captureConsoleIntegration({ handled: false })] });
    console.debug('d');
    console.log(1, 'of', 2);
    console.trace('here');
    console.error(new Error('boom'));
    expect(await events()).toMatchObject([
      { level: 'debug', message: 'd' },
      { level: 'info', logentry: { formatted: '1 of 2' } },
      { level: 'debug' },
      { level: 'error', exception: { values: [{ mechanism: { handled: false } }] } },
    ]);
  });

  it('tells an error once that is captured too, and remembers what it captures as a breadcrumb', async () => {
    const { events } = start({ integrations: [consoleIntegration(), captureConsoleIntegration({ levels: ['error'] })] });
    const error = new Error('boom');
    captureException(error);
    console.error(error);
    console.error('again');
    const told = await events();
    expect(told).toHaveLength(2);
    expect(told[1]?.breadcrumbs?.values.map(({ message }) => message)).toEqual(['Error: boom', 'again']);
  });

  it('hooks that print do not come round again, nor does what a server in trouble makes of us', async () => {
    const { events, runtime } = start({
      debug: true,
      integrations: [captureConsoleIntegration()],
      beforeSend: async (event) => {
        console.log('in the hook');
        await Promise.resolve();
        console.log('in the hook, later');
        return event;
      },
    });
    runtime.server.answer = () => {
      throw new Error('ECONNREFUSED');
    };
    console.error('once');
    await settle();
    await runtime.advance(60_000);
    runtime.server.answer = () => ({});
    await runtime.advance(600_000);
    expect((await events()).map(({ message }) => message)).toEqual(['once']);
  });

  it('harms no caller, whatever it is given', () => {
    const hostile = { includes: 'no function' } as unknown as [];
    const { runtime } = start({ integrations: [captureConsoleIntegration({ levels: hostile })] });
    expect(() => console.log('printed')).not.toThrow();
    expect(String(printed.read())).toBe('printed\n');
    expect(runtime.reported).toMatchObject([{ code: 'T1003', detail: 'levels of CaptureConsole must be a list of some of debug, info, log, warn, error, assert, trace' }]);
  });
});

it('the console becomes structured logs on demand, and no events', async () => {
  const { events, logs } = start({ integrations: [consoleLoggingIntegration({ levels: ['log', 'warn', 'trace'] })] });
  console.log('order %d', 7, { weight: 3 });
  console.info('only printed');
  console.warn('w');
  console.trace('here');
  expect(await events()).toEqual([]);
  expect(await logs()).toMatchObject([
    { level: 'info', body: 'order 7', attributes: { weight: 3, 'sentry.origin': 'auto.log.console', 'sentry.message.template': 'order %s' } },
    { level: 'warn', body: 'w' },
    { level: 'debug', body: expect.stringMatching(/^Trace: here/) },
  ]);
});
