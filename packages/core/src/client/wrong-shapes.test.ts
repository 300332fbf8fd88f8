import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import type { FakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureEvent, captureException, captureMessage } from './capture';
import { initClient } from './init-client';
import { stats } from './lifecycle';
import { getCurrentScope, setTags, withScope } from './scopes';

// JavaScript callers, and values that come from elsewhere: what the types forbid happens all the same.
const any = (value: unknown): never => value as never;

let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
});
afterEach(() => closeOn(runtime));

const hostile = {
  get message(): string {
    throw new Error('no');
  },
};
const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('captureEvent', () => {
  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a number', () => 7],
    ['a text', () => 'text'],
    ['a symbol', () => Symbol('s')],
    ['a list', () => []],
    ['a getter that throws', () => hostile],
    ['a circle', () => circular],
  ])('makes an event of %s', async (_what, given) => {
    const id = captureEvent(any(given()));
    await settle();
    expect(runtime.server.events().map((event) => event.event_id)).toEqual([id]);
    expect(runtime.reported).toEqual([]);
  });

  it.each([7, 'no id', '', {}, circular, 'g'.repeat(32), '1'.repeat(33)])('does not take %s for an id', async (id) => {
    captureEvent({ message: 'm', event_id: any(id) });
    captureEvent({ message: 'm' }, { event_id: any(id) });
    await settle();
    expect(runtime.server.events().map((event) => event.event_id)).toEqual([expect.stringMatching(/^[\da-f]{32}$/), expect.stringMatching(/^[\da-f]{32}$/)]);
    expect(stats().error).toMatchObject({ captured: 2, sent: 2 });
  });

  it.each<[string, () => unknown]>([
    ['getters that throw', () => hostile],
    ['a text of megabytes', () => 'x'.repeat(1e6)],
    ['a number', () => 7],
    ['a revoked proxy', () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    }],
  ])('takes an event whose parts are %s', async (_what, part) => {
    const given = part();
    captureEvent(any({ message: 'm', tags: given, extra: given, contexts: given, user: given, breadcrumbs: { values: given }, exception: { values: given }, fingerprint: given, request: given }));
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
    expect(runtime.reported).toEqual([]);
  });

  it('keeps an id that servers take', async () => {
    const id = '0123456789ABCDEF0123456789abcdef';
    expect(captureEvent({ message: 'm', event_id: id })).toBe(id);
    expect(captureEvent({ message: 'm' }, { event_id: id })).toBe(id);
  });
});

describe('a fingerprint', () => {
  it.each([
    ['mine', ['mine']],
    [['mine', 7, null], ['mine', '7', 'null']],
    [[Object.create(null)], ['{}']],
    [[circular], ['[Unreadable]']],
    [7, undefined],
    [{}, undefined],
  ])('of %j is %j', async (given, expected) => {
    withScope((scope) => {
      scope.setFingerprint(any(given));
      captureMessage('by scope');
    });
    captureException(new Error('by context'), { fingerprint: any(given) });
    await settle();
    expect(runtime.server.events().map((event) => event.fingerprint)).toEqual([expected, expected]);
    expect(runtime.reported).toEqual([]);
  });
});

describe('a tag', () => {
  it('of bytes says how many', () => {
    withScope((scope) => {
      scope.setTag('body', any(new Uint8Array(1e7)));
      expect(scope.getScopeData().tags).toEqual({ body: '[10000000 bytes]' });
    });
  });
});

describe('a bag', () => {
  it('is read up to 1,000 entries', () => {
    setTags(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`tag${index}`, index])));
    withScope((scope) => {
      scope.setExtras(any(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`extra${index}`, index]))));
      expect(Object.keys(getCurrentScope().getScopeData().extra)).toHaveLength(1000);
    });
  });

  it.each([
    ['list', () => Object.assign([], { length: 1e7 })],
    ['field of bytes', () => new Uint8Array(1e7)],
  ])('is no %s', (_what, list) => {
    withScope((scope) => {
      scope.setExtras(any(list())).setTags(any(list()));
      expect(scope.getScopeData()).toMatchObject({ extra: {}, tags: {} });
    });
  });
});
