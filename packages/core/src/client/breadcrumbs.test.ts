import { anything, array, assert, property } from 'fast-check';
import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import type { Breadcrumb } from '../event/event';
import { captureMessage } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { close, stats } from './lifecycle';
import { addBreadcrumb, getCurrentScope, getGlobalScope, getIsolationScope, withScope } from './scopes';

const NOW = Date.UTC(2026, 0, 1) / 1000;
const EMAIL = 'ada@shop.example';
let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => {
  runtime = fakeRuntime();
  return initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, ...options }, runtime);
};
const kept = (): readonly Breadcrumb[] => getIsolationScope().getScopeData().breadcrumbs;
const sent = async (): Promise<readonly Breadcrumb[] | undefined> => {
  captureMessage('x');
  await settle();
  return runtime.server.events().at(-1)?.breadcrumbs?.values;
};
/** What an app may hand in, whatever the types say. */
const any = (given: unknown): Breadcrumb => given as Breadcrumb;

afterEach(() => close(0));

describe.each<readonly [string, (crumb: Breadcrumb) => unknown]>([
  ['addBreadcrumb', addBreadcrumb],
  ['addBreadcrumb of a scope', (crumb) => getIsolationScope().addBreadcrumb(crumb)],
])('%s', (_name, add) => {
  it('keeps what it was given as it is then: what the app does with it later changes nothing', async () => {
    start();
    const crumb = { message: 'before', data: { list: [1], nested: { deep: 'before' } } };
    add(crumb);
    crumb.message = 'after';
    crumb.data.list.push(2);
    crumb.data.nested.deep = 'after';
    expect(await sent()).toEqual([{ timestamp: NOW, message: 'before', data: { list: [1], nested: { deep: 'before' } } }]);
  });

  it('sets the time, unless there is one', () => {
    start();
    add({ message: 'now' });
    add({ message: 'then', timestamp: 12 });
    add({ message: 'not known', timestamp: undefined });
    expect(kept().map(({ timestamp }) => timestamp)).toEqual([NOW, 12, NOW]);
  });

  it('takes secrets out at once, counts them, and says so with debug', () => {
    start({ debug: true });
    add({ message: `mail to ${EMAIL}`, data: { password: 'hunter2' } });
    expect(kept()).toEqual([{ timestamp: NOW, message: 'mail to [Filtered]', data: { password: '[Filtered]' } }]);
    expect(stats().error?.scrubbed).toEqual({ email: 1, key: 1 });
    expect(runtime.reported.filter(({ code }) => code === 'T3006').map(({ detail }) => detail)).toEqual(['email × 1 in a breadcrumb', 'key × 1 in a breadcrumb']);
  });

  it('normalises: depth, cycles, getters that throw', () => {
    start({ normalizeDepth: 1 });
    const data: Record<string, unknown> = { below: { more: 1 }, get trap() { throw new Error('trap'); } };
    data['self'] = data;
    add({ data });
    expect(kept()).toEqual([{ timestamp: NOW, data: { below: '[Object]', trap: '[Throws]', self: '[Circular]' } }]);
  });

  it('cuts each text at 2,048 characters, or where the app wants it shorter', () => {
    start();
    add({ message: 'm'.repeat(3000) });
    expect(kept()[0]?.message).toHaveLength(2048);
    start({ maxValueLength: 200 });
    add({ message: 'm'.repeat(3000) });
    expect(kept().at(-1)?.message).toHaveLength(200);
  });

  it.each([[3, 3], [0, 0]])('keeps the newest %i when maxBreadcrumbs says so', (maxBreadcrumbs, count) => {
    start({ maxBreadcrumbs });
    for (let at = 0; at < 10; at++) add({ message: String(at) });
    expect(kept().map(({ message }) => message)).toEqual(['7', '8', '9'].slice(3 - count));
  });

  it('keeps what fits into 30,000 bytes of an event, and always the newest', () => {
    start();
    const wide = '世'.repeat(5000);
    for (let at = 0; at < 50; at++) {
      add({ message: wide, category: String(at), data: { a: wide, b: wide, c: wide } });
      expect(asciiJson(kept()).length).toBeLessThan(30_000 + 100);
      expect(kept().at(-1)?.category).toBe(String(at));
    }
  });

  it('takes anything, and keeps both bounds', () => {
    start();
    assert(
      property(array(anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true }), { maxLength: 20 }), (given) => {
        for (const one of given) {
          add(any(one));
          add({ data: any(one) as never, message: one as never });
        }
        expect(kept().length).toBeLessThanOrEqual(100);
        expect(asciiJson(kept()).length).toBeLessThan(31_000);
        expect(JSON.parse(JSON.stringify(kept()))).toEqual(kept());
      }),
    );
  });

  it.each<readonly [string, () => unknown]>([
    ['a revoked proxy', () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; }],
    ['nothing', () => undefined],
    ['null', () => null],
    ['a text', () => 'hello'],
    ['a symbol', () => Symbol('s')],
    ['an object that writes itself as a text', () => ({ message: 'm', toJSON: () => 'text' })],
    ['an object that refuses to be written', () => ({ message: 'm', toJSON: () => { throw new Error('trap'); } })],
  ])('lets no %s through that would end a capture', async (_what, make) => {
    start();
    add(any(make()));
    add({ message: 'next' });
    expect((await sent())?.at(-1)).toEqual({ timestamp: NOW, message: 'next' });
    expect(runtime.reported).toEqual([]);
  });
});

describe('breadcrumbs of a scope', () => {
  it('pass the gate in forks and in the other scopes as well', async () => {
    start();
    getGlobalScope().addBreadcrumb({ message: `global ${EMAIL}` });
    getCurrentScope().fork();
    await withScope(async (scope) => {
      scope.addBreadcrumb({ message: `current ${EMAIL}` });
      expect(scope.getScopeData().breadcrumbs).toEqual([{ timestamp: NOW, message: 'current [Filtered]' }]);
      expect(scope.fork().addBreadcrumb({ message: EMAIL }).getScopeData().breadcrumbs.at(-1)?.message).toBe('[Filtered]');
      expect((await sent())?.map(({ message }) => message)).toEqual(['global [Filtered]', 'current [Filtered]']);
    });
  });

  it.each<readonly [unknown, number]>([[1, 1], [Number.NaN, 0], ['1', 3], [null, 3], [Symbol('s'), 3]])('with a limit of %s are %i of 3', (limit, count) => {
    start();
    for (let at = 0; at < 3; at++) getIsolationScope().addBreadcrumb({ message: String(at) }, limit as number);
    expect(kept()).toHaveLength(count);
  });

  it('that were added before init are gated when they are sent', async () => {
    for (let at = 0; at < 200; at++) getIsolationScope().addBreadcrumb({ message: `${at} ${EMAIL}` });
    start();
    const values = await sent();
    expect(values).toHaveLength(100);
    expect(values?.at(-1)).toEqual({ message: '199 [Filtered]' });
  });

  it('are forgotten on demand', () => {
    start();
    getIsolationScope().addBreadcrumb({ message: '1' }).clearBreadcrumbs().addBreadcrumb({ message: '2' });
    expect(kept()).toHaveLength(1);
    expect(getIsolationScope().clear().getScopeData().breadcrumbs).toEqual([]);
  });
});

describe('beforeBreadcrumb', () => {
  it('has the last word, and what it adds is gated too', () => {
    start({ beforeBreadcrumb: (crumb, hint) => (hint?.['drop'] === true ? null : { ...crumb, message: `${crumb.message} for ${EMAIL}` }) });
    addBreadcrumb({ message: 'order' });
    addBreadcrumb({ message: 'noise' }, { drop: true });
    expect(kept()).toEqual([{ timestamp: NOW, message: 'order for [Filtered]' }]);
  });

  it.each<readonly [string, ClientOptions]>([
    ['it', { beforeBreadcrumb: (crumb) => (addBreadcrumb({ message: 'logged' }), crumb) }],
    ['a rule for scrubbing', { scrub: { add: [{ name: 'order', pattern: /order/, replace: (text) => (addBreadcrumb({ message: 'order logged' }), text) }] } }],
  ])('is not asked about what is added while %s runs, so a watched console makes no circle', (_who, options) => {
    start(options);
    addBreadcrumb({ message: 'order' });
    addBreadcrumb({ message: 'another order' });
    expect(kept().map(({ message }) => message)).toEqual(['order', 'another order']);
  });
});
