import { runInNewContext } from 'node:vm';
import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../event/event';
import { eventOccurrence, exceptionOccurrence, messageOccurrence } from '../event/occurrence';
import { parameterize } from '../event/parameterize';
import { emptyScopeData } from '../scope/scope-data';
import type { Client, ClientOptions } from './client';
import { createClient } from './create-client';
import { NO_EVENT_ID } from '../base/error-hash';

let runtime: FakeRuntime;
let client: Client;

const start = (options: object, platform = 'node'): Client => {
  const given: ClientOptions = { dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options };
  return (client = createClient(given, { ...runtime, platform }));
};
const fail = (error: Error): string => client.capture(exceptionOccurrence(error, { mechanism: { type: 'generic' }, level: 'error' }), {}, emptyScopeData);
const say = (text: unknown): string => client.capture(messageOccurrence(text, 'error'), {}, emptyScopeData);
const pass = (event: Partial<Event>): string => client.capture(eventOccurrence(event), {}, emptyScopeData);
const row = () => client.stats().error;

beforeEach(() => {
  runtime = fakeRuntime();
});

describe('what is ignored', () => {
  it('gets the id of no event, and is told to the server under its own word', async () => {
    start({ ignoreErrors: ['x'] });
    expect(say('x')).toBe(NO_EVENT_ID);
    await client.flush();
    expect(runtime.server.events()).toEqual([]);
    expect(runtime.server.received.flatMap(({ items }) => items.map(({ payload }) => JSON.parse(String(payload)).discarded_events))).toEqual([[{ reason: 'ignored', category: 'error', quantity: 1 }]]);
  });

  it('is neither built nor shown to a hook', () => {
    start({ ignoreErrors: ['x'], beforeSend: () => expect.unreachable() });
    client.capture({ issueParts: () => ({ message: 'x' }), build: () => expect.unreachable() }, {}, emptyScopeData);
    expect(row()).toMatchObject({ dropped: { ignored: 1 } });
  });

  it('takes no token of flood control, and no chance away', async () => {
    start({ ignoreErrors: [/^x 1/], flood: { burst: 1, perSecond: 0.001 } });
    for (let count = 0; count < 50; count++) say('x 1');
    // The same issue: numbers tell nothing apart.
    say('x 2');
    await client.flush();
    expect(row()).toMatchObject({ captured: 51, sent: 1, folded: 0, dropped: { ignored: 50 } });
    start({ ignoreErrors: ['x'], sampleRate: 0.5 });
    runtime.chance = 0.9;
    say('x');
    expect(row()).toMatchObject({ dropped: { sample_rate: 1 } });
  });

  it('is one occurrence when the same error is captured again', () => {
    start({ ignoreErrors: ['x'] });
    const error = new Error('x');
    expect(fail(error)).toBe(fail(error));
    expect(row()).toMatchObject({ captured: 1, dropped: { ignored: 1 } });
  });

  it('is found in errors by type and by file, in messages and in events that were built elsewhere', () => {
    start({ ignoreErrors: ['RangeError', 'Hello Ada', /^Custom: y$/], denyUrls: [/filters\.test/, 'ads.js'] });
    fail(new RangeError('a'));
    fail(new Error('thrown here'));
    say(parameterize`Hello ${'Ada'}`);
    pass({ logentry: { message: 'Hello %s', params: ['Ada'], formatted: 'Hello Ada' } });
    pass({ exception: { values: [{ type: 'Custom', value: 'y' }] } });
    pass({ exception: { values: [{ type: 'Error', value: 'z', stacktrace: { frames: [{ filename: 'app.js' }, { filename: 'https://cdn.example/ads.js' }] } }] } });
    expect(row()).toMatchObject({ captured: 6, dropped: { ignored: 6 } });
  });

  it('is looked for in the beginning of a huge message only', () => {
    start({ ignoreErrors: [/needle/] });
    say(`${'hay '.repeat(5_000)}needle`);
    expect(row()).toMatchObject({ pending: 1, dropped: {} });
  });
});

describe('lists that cannot be used', () => {
  const revoked = (): unknown => {
    const { proxy, revoke } = Proxy.revocable<unknown[]>([], {});
    revoke();
    return proxy;
  };
  class Hostile extends RegExp {
    override get source(): string {
      throw new Error('source');
    }
    override exec(): never {
      throw new Error('exec');
    }
  }

  it.each<[string, unknown]>([
    ['a number', 7],
    ['an object', { pattern: 'x' }],
    ['entries of other types', [1, null, undefined, Symbol('x'), {}, [], () => true]],
    ['empty texts', ['']],
    ['a revoked proxy', revoked()],
    ['a list that cannot be read', new Proxy([], { get: () => { throw new Error('get'); } })],
    ['a pattern in a proxy', [new Proxy(/x/, {})]],
    ['what only claims to be a pattern', [{ [Symbol.toStringTag]: 'RegExp' }]],
  ])('harm nobody, and are named: %s', (_what, list) => {
    for (const name of ['ignoreErrors', 'allowUrls', 'denyUrls']) {
      runtime = fakeRuntime();
      start({ [name]: list, debug: true });
      fail(new Error('x'));
      expect(row(), name).toMatchObject({ captured: 1, pending: 1, dropped: {} });
      expect(runtime.reported.map(({ code, detail }) => `${code} ${detail?.split(' ')[0]}`), name).toEqual([`T1003 ${name}`]);
    }
  });

  it('still use their good entries, among them patterns that are frozen or would throw', () => {
    start({ ignoreErrors: [null, Object.freeze(/x/g), 'y', new Hostile('w')] });
    for (const text of ['x', 'x', 'y', 'z', 'w']) say(text);
    expect(row()).toMatchObject({ pending: 1, dropped: { ignored: 4 } });
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T1003']);
  });

  it('may hold patterns of another realm', () => {
    start({ ignoreErrors: [runInNewContext('/^x$/')], denyUrls: runInNewContext('/filters.test/'), allowUrls: [runInNewContext('/nowhere/'), /./] });
    say('x');
    say('xx');
    fail(new Error('y'));
    expect(row()).toMatchObject({ pending: 1, dropped: { ignored: 2 } });
    expect(runtime.reported).toEqual([]);
  });

  it('may be one entry without a list', () => {
    start({ ignoreErrors: 'x', denyUrls: /filters\.test/ });
    say('x');
    fail(new Error('y'));
    expect(row()).toMatchObject({ dropped: { ignored: 2 } });
    expect(runtime.reported).toEqual([]);
  });

  it('leave the pattern of the app as it was', () => {
    const pattern = /x/g;
    pattern.lastIndex = 3;
    start({ ignoreErrors: [pattern] });
    say('x');
    expect(pattern.lastIndex).toBe(3);
  });
});

describe('the hint about scripts from elsewhere', () => {
  it('comes once, in a page', () => {
    start({}, 'javascript');
    for (let count = 0; count < 3; count++) say('Script error.');
    say('ResizeObserver loop limit exceeded');
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T1007']);
    expect(row()).toMatchObject({ dropped: { ignored: 4 } });
  });

  it('does not come elsewhere, nor for anything else', () => {
    start({});
    say('Script error.');
    start({}, 'javascript');
    say('ResizeObserver loop limit exceeded');
    say('Script error. It was line 7');
    expect(runtime.reported).toEqual([]);
  });
});
