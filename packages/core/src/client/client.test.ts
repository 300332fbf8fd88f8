import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import type { FakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashFromEventId } from '../base/error-hash';
import { explain } from '../base/explain';
import type { Event } from '../event/event';
import { captureEvent, captureException, captureMessage, errorHash, lastEventId } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { addIntegration, close, flush, getClient, isEnabled, isInitialized, stats } from './lifecycle';
import { addBreadcrumb, getGlobalScope, setTag, setUser, withIsolationScope, withScope } from './scopes';

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => initClient({ dsn: DSN, ...options }, runtime);
const only = (): Event => {
  const events = runtime.server.events();
  expect(events).toHaveLength(1);
  const [event] = events;
  if (!event) throw new Error('no event');
  return event;
};

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('capturing an error', () => {
  it('sends an event with type, message, frames, level and who sent it', async () => {
    start({ release: 'shop@1.2.3', environment: 'staging' });
    const id = captureException(new TypeError('no such thing'));
    await settle();
    const event = only();
    expect(event).toMatchObject({
      event_id: id,
      platform: 'node',
      level: 'error',
      release: 'shop@1.2.3',
      environment: 'staging',
      server_name: 'test',
      sdk: { name: 'tocsin.javascript.test', settings: { infer_ip: 'never' } },
      timestamp: Date.UTC(2026, 0, 1) / 1000,
    });
    expect(event.exception?.values).toHaveLength(1);
    expect(event.exception?.values[0]).toMatchObject({ type: 'TypeError', value: 'no such thing', mechanism: { type: 'generic', handled: true } });
    expect(event.exception?.values[0]?.stacktrace?.frames.at(-1)?.filename).toContain('client.test');
  });

  it('gives an id that carries the hash, and tags the event with it', async () => {
    start();
    const id = captureException(new Error('x'));
    expect(id).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(errorHash(id)).toBe(hashFromEventId(id));
    await settle();
    expect(only().tags).toEqual({ error_hash: errorHash(id) });
  });

  it('gives two occurrences of one failure the same first word, and another failure another one', () => {
    start();
    const fail = (message: string) => new Error(message);
    const [first, second, other] = [fail('order 17 not found'), fail('order 99 not found'), fail('payment refused')].map((error) => errorHash(captureException(error)));
    expect(first?.split('-')[0]).toBe(second?.split('-')[0]);
    expect(first).not.toBe(second);
    expect(other?.split('-')[0]).not.toBe(first?.split('-')[0]);
  });

  it('takes the same error object, captured again, for one occurrence', async () => {
    start();
    const error = new Error('once');
    expect(captureException(error)).toBe(captureException(error));
    await settle();
    expect(stats().error?.captured).toBe(1);
    only();
  });

  it('captures a text where the app lets no stack be made', async () => {
    const { prepareStackTrace } = Error;
    start();
    try {
      Error.prepareStackTrace = () => { throw new Error('no'); };
      captureException('just text');
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
    await settle();
    expect(only().exception?.values).toMatchObject([{ type: 'Error', value: 'just text' }]);
    expect(runtime.reported).toEqual([]);
  });

  it('describes what is no error, with the stack of the place that captured it', async () => {
    start();
    captureException('just text');
    await settle();
    const [exception] = only().exception?.values ?? [];
    expect(exception).toMatchObject({ type: 'Error', value: 'just text', mechanism: { synthetic: true, type: 'generic' } });
    expect(exception?.stacktrace?.frames.length).toBeGreaterThan(0);
  });

  it('keeps a thrown object, normalised and scrubbed', async () => {
    start();
    captureException({ reason: 'timeout', password: 'hunter2' });
    await settle();
    expect(only().exception?.values[0]).toMatchObject({ type: 'Object', value: 'Object thrown, with keys: password, reason' });
    expect(only().extra).toEqual({ thrown: { reason: 'timeout', password: '[Filtered]' } });
  });
});

describe('chains of errors', () => {
  it('go out cause first, with ids counting from the thrown error', async () => {
    start();
    captureException(new Error('outer', { cause: new TypeError('inner') }));
    await settle();
    expect(only().exception?.values.map(({ value, mechanism }) => [value, mechanism?.exception_id, mechanism?.parent_id, mechanism?.source])).toEqual([
      ['inner', 1, 0, 'cause'],
      ['outer', 0, undefined, undefined],
    ]);
  });

  it('number an aggregate with cause and members depth first', async () => {
    start();
    const aggregate = Object.assign(new AggregateError([new Error('x'), new Error('y')], 'all'), { cause: new Error('c') });
    captureException(aggregate);
    await settle();
    expect(only().exception?.values.map(({ value, mechanism }) => [value, mechanism?.exception_id, mechanism?.source, mechanism?.is_exception_group])).toEqual([
      ['y', 3, 'errors[1]', undefined],
      ['x', 2, 'errors[0]', undefined],
      ['c', 1, 'cause', undefined],
      ['all', 0, undefined, true],
    ]);
  });

  it('end at cycles and at six errors', async () => {
    start();
    const first = new Error('0');
    let last = first;
    for (let depth = 1; depth < 100_000; depth++) {
      const next: Error = new Error(String(depth));
      last.cause = next;
      last = next;
    }
    last.cause = first;
    captureException(first);
    await settle();
    expect(only().exception?.values.map(({ value }) => value)).toEqual(['5', '4', '3', '2', '1', '0']);
  });
});

describe('messages and events', () => {
  it('a message goes out as such, with its level', async () => {
    start();
    captureMessage('stock is low', 'warning');
    await settle();
    expect(only()).toMatchObject({ level: 'warning', message: 'stock is low' });
    expect(only().logentry).toBeUndefined();
  });

  it('a message gets the stack of the place that captured it, where that is asked for', async () => {
    start({ attachStacktrace: true });
    captureMessage('stock is low', 'warning');
    await settle();
    const [exception] = only().exception?.values ?? [];
    expect(exception).toMatchObject({ value: 'stock is low', mechanism: { synthetic: true } });
    expect(exception?.stacktrace?.frames.at(-1)).toBeDefined();
    expect(only().message).toBe('stock is low');
  });

  it('an event that was built elsewhere keeps its id and its own words', async () => {
    start();
    setTag('who', 'scope');
    const id = 'a'.repeat(12) + '4' + 'a'.repeat(19);
    expect(captureEvent({ event_id: id, message: 'm', tags: { who: 'event' } })).toBe(id);
    await settle();
    expect(only()).toMatchObject({ event_id: id, message: 'm', tags: { who: 'event' } });
    expect(errorHash(id)).toBeUndefined();
  });
});

describe('scopes', () => {
  it('merge global, isolation, current and capture, the later wins', async () => {
    start({ initialScope: { tags: { a: 'global', b: 'global', c: 'global', d: 'global' } } });
    withIsolationScope(() => {
      setTag('b', 'isolation');
      withScope((scope) => {
        scope.setTags({ c: 'current', n: 1, gone: undefined });
        captureException(new Error('x'), { tags: { d: 'capture' }, level: 'fatal', extra: { e: 1 }, user: { id: '7' } });
      });
    });
    await settle();
    expect(only()).toMatchObject({ tags: { a: 'global', b: 'isolation', c: 'current', d: 'capture', n: '1' }, level: 'fatal', extra: { e: 1 }, user: { id: '7' } });
    expect(only().tags).not.toHaveProperty('gone');
  });

  it('do not leak out of their block', async () => {
    start();
    withIsolationScope(() => {
      setUser({ id: 'inside' });
      addBreadcrumb({ message: 'inside' });
    });
    captureException(new Error('x'));
    await settle();
    expect(only().user).toBeUndefined();
    expect(only().breadcrumbs).toBeUndefined();
  });

  it('are a snapshot: what is set after the capture comes too late', async () => {
    start();
    setTag('when', 'before');
    captureException(new Error('x'));
    setTag('when', 'after');
    await settle();
    expect(only().tags?.['when']).toBe('before');
  });

  it('keep the newest breadcrumbs, with their time', async () => {
    start({ maxBreadcrumbs: 2, beforeBreadcrumb: (crumb) => (crumb.category === 'noise' ? null : crumb) });
    for (const message of ['1', '2', '3']) addBreadcrumb({ message });
    addBreadcrumb({ message: 'n', category: 'noise' });
    captureException(new Error('x'));
    await settle();
    expect(only().breadcrumbs?.values).toEqual([
      { message: '2', timestamp: Date.UTC(2026, 0, 1) / 1000 },
      { message: '3', timestamp: Date.UTC(2026, 0, 1) / 1000 },
    ]);
  });

  it('remember the last event of each isolation scope', () => {
    start();
    const outer = captureException(new Error('outer'));
    const inner = withIsolationScope(() => {
      expect(lastEventId()).toBeUndefined();
      captureException(new Error('inner'));
      return lastEventId();
    });
    expect(inner).not.toBe(outer);
    expect(lastEventId()).toBe(outer);
  });

  it('read the request only when something is captured', async () => {
    start();
    let reads = 0;
    withIsolationScope((isolation) => {
      isolation.setRequestReader(() => ({ request: { method: 'GET', headers: { cookie: 'x', accept: '*/*' } }, transaction: `GET /${++reads}` }));
      expect(reads).toBe(0);
      captureException(new Error('x'));
    });
    await settle();
    expect(only()).toMatchObject({ transaction: 'GET /1', request: { method: 'GET', headers: { cookie: '[Filtered]', accept: '*/*' } } });
  });
});

describe('hooks', () => {
  it('see the gated copy, with the original in the hint, and may change it', async () => {
    const original = Object.assign(new Error('x'), { code: 'E1' });
    start({
      beforeSend(event, hint) {
        expect(hint.originalException).toBe(original);
        expect(event.extra).toEqual({ token: '[Filtered]' });
        return { ...event, tags: { hooked: 'yes' }, extra: { password: 'put back in' } };
      },
    });
    captureException(original, { extra: { token: 't' } });
    await settle();
    expect(only().tags).toMatchObject({ hooked: 'yes' });
    expect(only().extra).toEqual({ password: '[Filtered]' });
  });

  it('drop by null, are told apart, and no hash is shown for what they dropped', async () => {
    start({ beforeSend: (event) => (event.level === 'warning' ? null : event) });
    withScope((scope) => {
      scope.addEventProcessor(() => null);
      captureException(new Error('x'));
    });
    const id = captureMessage('y', 'warning');
    await settle();
    expect(runtime.server.received).toHaveLength(0);
    expect(stats().error?.dropped).toEqual({ event_processor: 1, before_send: 1 });
    expect(errorHash(id)).toBeUndefined();
  });

  it('that forget to answer drop the event, and are told so', async () => {
    const forgetful: object = { beforeSend: () => undefined };
    start(forgetful);
    captureException(new Error('x'));
    await settle();
    expect(stats().error?.dropped).toEqual({ before_send: 1 });
    expect(runtime.reported.map(explain)).toEqual([expect.stringContaining('beforeSend answered undefined')]);
  });

  it('that throw or reject drop the event and are reported once', async () => {
    start({ beforeSend: (event) => (event.level === 'error' ? Promise.reject(new Error('rejects')) : (() => { throw new Error('throws'); })()) });
    captureException(new Error('x'));
    captureMessage('y');
    await settle();
    expect(stats().error?.dropped).toEqual({ before_send: 2 });
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T2001']);
  });

  it('may take their time: the hash comes when they are through', async () => {
    let release = (): void => undefined;
    start({ beforeSend: (event) => new Promise((resolve) => { release = () => resolve(event); }) });
    const id = captureException(new Error('x'));
    await settle();
    expect(errorHash(id)).toBeUndefined();
    expect(stats().error?.pending).toBe(1);
    const after = getClient()?.afterHooks(id);
    release();
    await after;
    expect(errorHash(id)).toBe(hashFromEventId(id));
  });

  it('that are still running when the process dies cost the event, and are counted', () => {
    const client = start({ beforeSend: () => new Promise(() => undefined) });
    captureException(new Error('x'));
    client.flushSync(() => []);
    expect(stats().error).toMatchObject({ pending: 0, dropped: { hook_unfinished: 1 } });
  });

  it('of integrations see every event; an integration is taken back on close', async () => {
    const calls: string[] = [];
    start({ integrations: [{ name: 'Mine', setup: () => () => void calls.push('undone'), processEvent: (event) => ({ ...event, tags: { mine: '1' } }) }] });
    addIntegration({ name: 'Broken', setup: () => { throw new Error('set-up'); } });
    captureException(new Error('x'));
    await settle();
    expect(only().tags).toMatchObject({ mine: '1' });
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T2002']);
    await close();
    expect(calls).toEqual(['undone']);
  });
});

describe('sampling', () => {
  it('lets its share through, writes the rate on what it keeps, and counts the rest', async () => {
    start({ sampleRate: 0.25 });
    runtime.chance = 0.25;
    const lost = captureException(new Error('out'));
    runtime.chance = 0.24;
    captureException(new Error('in'));
    await settle();
    expect(only().contexts).toMatchObject({ sampling: { rate: 0.25 } });
    expect(stats().error).toMatchObject({ captured: 2, sent: 1, dropped: { sample_rate: 1 } });
    expect(hashFromEventId(lost)).toBeUndefined();
    runtime.chance = 0.25;
    captureException(new Error('out again'));
    // Not the hash of the failure before.
    expect(errorHash()).toBeUndefined();
  });
});

describe('bad input', () => {
  it.each([
    [undefined, 'T1001'],
    ['', 'T1001'],
    ['not a dsn', 'T1002'],
    ['https://key:secret@host', 'T1002'],
    [false as never, 'T1001'],
    [5 as never, 'T1002'],
    [{} as never, 'T1002'],
    [(() => 'https://k@h/1') as never, 'T1002'],
  ])('a DSN %j is answered with one line, and everything is a no-op', async (dsn, code) => {
    start({ dsn, debug: false });
    expect(runtime.reported.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(runtime.reported.map(explain).join()).not.toContain('secret');
    expect(isEnabled()).toBe(false);
    expect(isInitialized()).toBe(true);
    expect(captureException(new Error('x'))).toBe('0'.repeat(32));
    expect(lastEventId()).toBeUndefined();
    expect(errorHash()).toBeUndefined();
    setTag('a', 'b');
    addBreadcrumb({ message: 'm' });
    expect(await flush(1)).toBe(true);
    expect(stats()).toEqual({});
  });

  it('enabled: false is silent', () => {
    start({ dsn: undefined, enabled: false });
    expect(runtime.reported).toEqual([]);
    expect(captureMessage('x')).toBe('0'.repeat(32));
  });

  it('options of the wrong kind are named, and the default applies', async () => {
    const options: object = { sampleRate: 7, normalizeDepth: 'deep', beforeSend: 'no function' };
    start(options);
    expect(runtime.reported.map(explain)).toEqual([
      'T1003: Option sampleRate must be a number from 0 to 1; the default is used.',
      'T1003: Option normalizeDepth must be a number of at least 1; the default is used.',
      'T1003: Option beforeSend must be a function; the default is used.',
    ]);
    captureException(new Error('x'));
    await settle();
    only();
  });

  it.each([['text'], [7], [null], [{}], [[null, 7, {}, { name: 'Good' }]], [() => 'no list'], [() => { throw new Error('mine'); }]])('integrations that are none (%#) do not keep the others from working', async (integrations) => {
    const set: string[] = [];
    start({ defaultIntegrations: [{ name: 'Default', setup: () => void set.push('Default') }], integrations: integrations as never });
    expect(set).toEqual(['Default']);
    captureException(new Error('x'));
    await settle();
    only();
  });

  it('hostile objects cost an event at most, never an exception', async () => {
    start();
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = new Proxy(new Error('p'), { get: () => { throw new Error('trap'); }, has: () => { throw new Error('trap'); }, getPrototypeOf: () => { throw new Error('trap'); } });
    const hostile: unknown[] = [null, undefined, 0, Symbol('s'), 1n, Number.NaN, proxy, thrower, Object.create(null), Object.freeze(new Error('frozen')), new Error('x'.repeat(10_000_000))];
    for (const thrown of hostile) {
      captureException(thrown);
      captureException(new Error('carrier'), { extra: { thrown }, contexts: { c: { thrown } }, tags: { t: 'x' } });
    }
    await settle();
    await flush(10);
    expect(stats().error).toMatchObject({ captured: hostile.length * 2, sent: hostile.length * 2 });
    for (const event of runtime.server.events()) expect(JSON.stringify(event).length).toBeLessThan(1024 * 1024);
  });

  it('details of the wrong kind do not throw either', async () => {
    start();
    const details: object = new Proxy({}, { get: () => { throw new Error('trap'); }, has: () => { throw new Error('trap'); }, ownKeys: () => { throw new Error('trap'); } });
    expect(() => captureException(new Error('x'), details)).not.toThrow();
    expect(() => captureMessage(String(new Date(0)), details)).not.toThrow();
  });
});

describe('closing', () => {
  it('leaves no global behind, also not after a look', async () => {
    const before = Object.getOwnPropertySymbols(globalThis).length;
    start();
    expect(Object.getOwnPropertySymbols(globalThis).length).toBe(before + 1);
    await close();
    expect(getClient()).toBeUndefined();
    captureException(new Error('late'));
    errorHash();
    expect(Object.getOwnPropertySymbols(globalThis).length).toBe(before);
  });

  it('waits for what is pending, and counts what it could not send', async () => {
    start();
    runtime.server.hold = true;
    captureException(new Error('x'));
    const closing = close(1000);
    const client = getClient();
    await runtime.advance(1000);
    expect(await closing).toBe(false);
    expect(client?.stats().error).toMatchObject({ pending: 0, dropped: { closed: 1 } });
    expect(runtime.timers()).toBe(0);
  });

  it('can be followed by another init; the client before sends what it still has', async () => {
    const first = start();
    captureException(new Error('first'));
    const second = start();
    captureException(new Error('second'));
    await runtime.advance(2000);
    expect(first.isEnabled()).toBe(false);
    expect(second.isEnabled()).toBe(true);
    expect(runtime.server.events().map((event) => event.exception?.values[0]?.value)).toEqual(['first', 'second']);
    expect(getClient()).toBe(second);
    getGlobalScope();
  });
});

describe('scopes given to anybody', () => {
  it('take hostile values without an exception, and the event still goes out', async () => {
    start();
    const trap = (): never => {
      throw new Error('trap');
    };
    const hostile: object = new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap });
    const half: object = { good: 1, get bad() { return trap(); } };
    // As a caller without types would: every parameter is anything.
    const functions: readonly ((...given: never[]) => unknown)[] = [setUser, setTag, addBreadcrumb, captureMessage, captureEvent, captureException];
    for (const given of [null, undefined, 7, hostile, half, Object.create(null), [], 'text']) {
      for (const call of functions) expect(() => call(given as never, given as never), `${call.name}(${typeof given})`).not.toThrow();
      withScope((scope) => {
        const calls: readonly ((bag: object) => unknown)[] = [(bag) => scope.setTags(bag as never), (bag) => scope.setExtras(bag as never), (bag) => scope.setContext('c', bag as never), (bag) => scope.setUser(bag as never)];
        for (const call of calls) expect(() => call(given as object)).not.toThrow();
        captureException(new Error('carrier'), { user: half as never, extra: half as never });
      });
    }
    await settle();
    await flush(10);
    const carriers = runtime.server.events().filter((event) => event.exception?.values[0]?.value === 'carrier');
    expect(carriers).toHaveLength(8);
    for (const event of carriers) expect(event).toMatchObject({ user: { good: 1 }, extra: { good: 1 } });
    expect(runtime.reported.filter(({ code }) => code !== 'T2003')).toEqual([]);
  });
});
