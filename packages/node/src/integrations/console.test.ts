import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import type { Breadcrumb, ClientOptions } from '@tocsin/core';
import { addBreadcrumb, captureException } from '@tocsin/core';
import { createClient, initClient } from '@tocsin/core/platform';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byWrapping, consoleMethods } from '../logs/watch-console';
import { consoleIntegration } from './console';

const dsn = 'https://k@example.com/1';
const real = globalThis.console;
const undoing: (() => unknown)[] = [];
let printed: PassThrough;

beforeEach(() => {
  printed = new PassThrough();
  globalThis.console = new Console(printed);
});
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
  globalThis.console = real;
});

const start = (options: ClientOptions = {}) => {
  const runtime = fakeRuntime();
  const client = initClient({ dsn, integrations: [consoleIntegration()], ...options }, runtime);
  undoing.push(() => client.close());
  const crumbs = async (): Promise<readonly Breadcrumb[]> => {
    captureException(new Error('what now?'));
    await settle();
    return runtime.server.events().at(-1)?.breadcrumbs?.values ?? [];
  };
  return { runtime, client, crumbs };
};

const text = (): string => String(printed.read() ?? '');

describe('the console integration', () => {
  it('remembers what is printed, by its level, and prints it as ever', async () => {
    const { crumbs } = start();
    console.log('order %d of %s', 7, 'ada', { total: 3 });
    console.debug('d');
    console.info('i');
    console.warn('w');
    console.error(new RangeError('too much'));
    expect(text()).toMatch(/^order 7 of ada \{ total: 3 \}\nd\ni\nw\nRangeError: too much\n    at /);
    expect(await crumbs()).toMatchObject([
      { category: 'console', level: 'info', message: 'order 7 of ada { total: 3 }', data: { logger: 'console' } },
      { level: 'debug', message: 'd' },
      { level: 'info', message: 'i' },
      { level: 'warning', message: 'w' },
      { level: 'error', message: 'RangeError: too much' },
    ]);
  });

  it('hears of assertions that fail and of traces', async () => {
    const { crumbs } = start();
    console.assert(true, 'fine');
    console.assert(false, 'not fine');
    console.trace('here');
    const [assertion, trace] = await crumbs();
    expect(assertion).toMatchObject({ level: 'warning', message: 'Assertion failed: not fine' });
    expect(trace?.message).toMatch(/^Trace: here\n\s+at /);
    expect(text()).not.toMatch(/watch-console|without-echo/);
  });

  it('keeps secrets out of breadcrumbs', async () => {
    const { crumbs } = start();
    console.log('password=hunter2', { password: 'hunter3', nested: { authorization: 'Bearer abcdefghijklmnop' } });
    const [crumb] = await crumbs();
    expect(crumb?.message).not.toMatch(/hunter|abcdefghijkl/);
  });

  it('is unharmed by values that cannot be read, and runs no code of theirs', async () => {
    const { crumbs } = start();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    let ran = 0;
    const hostile = Object.defineProperty(new Error('x'), 'message', { get: () => { throw new Error('no'); } });
    // Only what we make of it: the console itself may well throw.
    globalThis.console = new Console({ stdout: printed, inspectOptions: { depth: 0 } });
    console.log({ get value() { ran++; return 1; } });
    expect(() => console.log(proxy)).not.toThrow();
    expect(() => console.log('%s', { [Symbol.for('nodejs.util.inspect.custom')]: () => String(++ran) })).not.toThrow();
    const after = ran;
    try {
      console.log(hostile);
    } catch {
      // As without us.
    }
    expect(after).toBe(1);
    expect((await crumbs()).map(({ message }) => message)).toEqual(['{ value: [Getter] }', '<Revoked Proxy>', expect.any(String), '[Unreadable]']);
  });

  it('does not hear what hooks print', async () => {
    const seen: unknown[] = [];
    const { crumbs } = start({
      beforeBreadcrumb: (crumb, hint) => {
        console.log('in the hook');
        seen.push(hint);
        return crumb;
      },
    });
    console.warn('once', 1);
    await settle();
    expect(seen).toEqual([{ level: 'warn', input: ['once', 1] }]);
    expect((await crumbs()).map(({ message }) => message)).toEqual(['once 1']);
    expect(text()).toBe('in the hook\nonce 1\n');
  });

  it('remembers a line once, however many clients and copies listen', async () => {
    const other = createClient({ dsn, integrations: [consoleIntegration()] }, fakeRuntime());
    undoing.push(() => other.close());
    const { client, crumbs } = start();
    client.addIntegration(consoleIntegration());
    console.log('once');
    expect(await crumbs()).toHaveLength(1);
  });

  it('leaves the console as it was, while it runs and after', async () => {
    const before = consoleMethods.map((method) => Object.getOwnPropertyDescriptor(console, method));
    const { client, runtime } = start();
    expect(consoleMethods.map((method) => Object.getOwnPropertyDescriptor(console, method))).toEqual(before);
    await client.close();
    console.log('after');
    expect(runtime.reported).toEqual([]);
    const next = start({ integrations: [] });
    console.log('nobody listens');
    addBreadcrumb({ message: 'own' });
    expect((await next.crumbs()).map(({ message }) => message)).toEqual(['own']);
  });
});

describe('where the runtime publishes nothing, a wrap', () => {
  const wrap = () => {
    const heard: unknown[] = [];
    const undo = byWrapping(({ method, args }) => void heard.push([method, ...args]));
    undoing.push(undo);
    return { heard, undo };
  };

  it('tells, passes on, and goes', () => {
    const before = consoleMethods.map((method) => Object.getOwnPropertyDescriptor(console, method));
    const { heard, undo } = wrap();
    console.error('e', 1);
    console.assert(false, 'a');
    expect(heard).toEqual([['error', 'e', 1], ['warn', 'Assertion failed: a']]);
    expect(text()).toBe('e 1\nAssertion failed: a\n');
    expect(console.log.name).toBe('log');
    undo();
    expect(consoleMethods.map((method) => Object.getOwnPropertyDescriptor(console, method))).toEqual(before);
  });

  it('leaves what others have put on top, and is silent below it', () => {
    const { heard, undo } = wrap();
    const below = console.log;
    const above = (...args: unknown[]): void => below('above:', ...args);
    console.log = above;
    undo();
    console.log('x');
    expect(console.log).toBe(above);
    expect(text()).toBe('above: x\n');
    expect(heard).toEqual([]);
  });

  it('takes a frozen console and one without methods as they are', () => {
    Object.freeze(console);
    const { heard, undo } = wrap();
    console.log('frozen');
    undo();
    globalThis.console = Object.create(console);
    undoing.push(byWrapping(() => undefined));
    console.log('bare');
    expect(text()).toBe('frozen\nbare\n');
    expect(heard).toEqual([]);
  });
});

it('of a client that is not in force stands still', async () => {
  const runtime = fakeRuntime();
  const client = createClient({ dsn, integrations: [consoleIntegration()] }, runtime);
  undoing.push(() => client.close());
  const { crumbs } = start({ integrations: [] });
  console.log('not for it');
  expect(await crumbs()).toEqual([]);
});
