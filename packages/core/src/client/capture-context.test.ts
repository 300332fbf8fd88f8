import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../event/event';
import { Scope } from '../scope/scope';
import { captureEvent, captureException } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { getCurrentScope, getGlobalScope, getIsolationScope, withIsolationScope, withScope } from './scopes';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);

beforeEach(() => {
  runtime = fakeRuntime();
});
afterEach(() => closeOn(runtime));

const layers = ['global', 'isolation', 'current', 'capture', 'event'] as const;
type Layer = (typeof layers)[number];

/** Captures an event, with one thing set in some of the layers. */
const captureWith = async (set: readonly Layer[], thing: (layer: Layer) => Partial<Event>): Promise<Event | undefined> => {
  start();
  const given = (layer: Layer) => (set.includes(layer) ? thing(layer) : {});
  withIsolationScope(() =>
    withScope((current) => {
      getGlobalScope().update(given('global'));
      getIsolationScope().update(given('isolation'));
      current.update(given('current'));
      captureEvent({ message: 'm', ...given('event') }, { captureContext: given('capture') as never });
    }),
  );
  await settle();
  return runtime.server.events()[0];
};

describe('of what several layers say', () => {
  const all: readonly (readonly Layer[])[] = [['global'], ['global', 'isolation'], ['global', 'isolation', 'current'], ['global', 'isolation', 'current', 'capture'], [...layers], ['event', 'global'], ['isolation', 'capture']];
  const inOrder = (set: readonly Layer[]): readonly Layer[] => layers.filter((layer) => set.includes(layer));

  it.each(all)('tags: the later wins, key by key (%s …)', async (...set) => {
    const event = await captureWith(set, (layer) => ({ tags: { who: layer, [layer]: 'yes' } }));
    expect(event?.tags).toMatchObject({ who: inOrder(set).at(-1), ...Object.fromEntries(set.map((layer) => [layer, 'yes'])) });
  });

  it.each(all)('extra: likewise (%s …)', async (...set) => {
    const event = await captureWith(set, (layer) => ({ extra: { who: layer, [layer]: 1 } }));
    expect(event?.extra).toEqual({ who: inOrder(set).at(-1), ...Object.fromEntries(set.map((layer) => [layer, 1])) });
  });

  it.each(all)('contexts: likewise, each as a whole (%s …)', async (...set) => {
    const event = await captureWith(set, (layer) => ({ contexts: { mine: { who: layer, [layer]: 1 } } }));
    expect(event?.contexts?.['mine']).toEqual({ who: inOrder(set).at(-1), [inOrder(set).at(-1) ?? '']: 1 });
  });

  it.each(all)('fingerprint: the latest alone (%s …)', async (...set) => {
    const event = await captureWith(set, (layer) => ({ fingerprint: [layer] }));
    expect(event?.fingerprint).toEqual([inOrder(set).at(-1)]);
  });

  it.each(all)('user: the latest scope, and onto it the event (%s …)', async (...set) => {
    const event = await captureWith(set, (layer) => ({ user: { id: layer, [layer]: 1 } }));
    const [event_, scope] = [set.includes('event') && 'event', inOrder(set).filter((layer) => layer !== 'event').at(-1)];
    expect(event?.user).toEqual({ id: event_ || scope, ...(scope && { [scope]: 1 }), ...(event_ && { event: 1 }) });
  });

  it('level: the scopes may change that of the event', async () => {
    expect((await captureWith(['event', 'isolation'], (layer) => ({ level: layer === 'event' ? 'info' : 'fatal' })))?.level).toBe('fatal');
  });
});

describe('the context of one capture', () => {
  it('may be a scope: what can be set is taken of it', async () => {
    start();
    const other = new Scope().setTag('a', 1).setUser({ id: '7' }).setLevel('warning').setFingerprint(['mine']).setContext('c', { d: 1 }).addBreadcrumb({ message: 'not taken' });
    captureException(new Error('x'), other);
    captureException(new Error('y'), { captureContext: other });
    await settle();
    for (const event of runtime.server.events()) {
      expect(event).toMatchObject({ tags: { a: '1' }, user: { id: '7' }, level: 'warning', fingerprint: ['mine'], contexts: { c: { d: 1 } } });
      expect(event.breadcrumbs).toBeUndefined();
    }
    expect(runtime.server.events()).toHaveLength(2);
  });

  it('may be a function: it gets a fork of the current scope, which stays as it was', async () => {
    start();
    getCurrentScope().setTag('kept', 'yes');
    captureException(new Error('x'), (scope) => scope.setTag('only', 'here'));
    captureException(new Error('y'), () => ({ tags: { only: 'data' } }));
    captureException(new Error('z'));
    await settle();
    expect(runtime.server.events().map(({ tags }) => [tags?.['kept'], tags?.['only']])).toEqual([['yes', 'here'], ['yes', 'data'], ['yes', undefined]]);
  });

  it('costs no event when the function throws or answers nothing, and is told', async () => {
    start();
    captureException(new Error('x'), () => { throw new Error('mine'); });
    captureException(new Error('y'), (() => undefined) as never);
    await settle();
    expect(runtime.server.events()).toHaveLength(2);
    expect(runtime.reported).toMatchObject([{ code: 'T2001', detail: 'captureContext threw' }]);
  });

  it('may stand beside what belongs to a hint', async () => {
    start();
    captureException(new Error('x'), { tags: { a: 'b' }, mechanism: { type: 'mine', handled: false } });
    await settle();
    expect(runtime.server.events()[0]).toMatchObject({ tags: { a: 'b' }, exception: { values: [{ mechanism: { type: 'mine', handled: false } }] } });
  });
});

describe('initialScope', () => {
  it.each<[string, ClientOptions['initialScope']]>([
    ['data', { tags: { from: 'start' } }],
    ['a scope', new Scope().setTag('from', 'start')],
    ['a function', (scope) => scope.setTag('from', 'start')],
  ])('may be %s', async (_what, initialScope) => {
    start({ initialScope });
    captureException(new Error('x'));
    await settle();
    expect(runtime.server.events()[0]?.tags).toMatchObject({ from: 'start' });
  });

  it('that throws keeps nothing from working, and is told', async () => {
    start({ initialScope: () => { throw new Error('mine'); } });
    captureException(new Error('x'));
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
    expect(runtime.reported).toMatchObject([{ code: 'T2001', detail: 'initialScope threw' }]);
  });
});

it('a function that is written for a scope gets one', async () => {
  start();
  captureException(new Error('boom'), (scope: Scope) => scope.fork().setTag('a', 'b'));
  await settle();
  expect(runtime.server.events()[0]?.tags).toMatchObject({ a: 'b' });
});
