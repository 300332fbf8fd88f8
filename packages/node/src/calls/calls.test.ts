import type { Event } from '@tocsin/core';
import { close } from '@tocsin/core';
import { wrongShapes } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import * as node from '../index';

// JavaScript callers: what the types forbid happens all the same.
const any = (value: unknown): never => value as never;

let heard: Heard;
beforeEach(() => {
  heard = hear();
});
afterEach(() => heard.stop());

const exported: Readonly<Record<string, unknown>> = { ...node };
const called = (name: string, ...given: readonly unknown[]): unknown => Reflect.apply(exported[name] as (...given: readonly unknown[]) => unknown, undefined, given);

const told = (): readonly string[] => heard.runtime.reported.map(({ code, detail }) => `${code} ${detail}`);
const eventAfter = async (): Promise<Event | undefined> => {
  node.captureException(new Error('boom'));
  return (await heard.events()).at(-1);
};

describe('a call that runs a function', () => {
  it.each<[string, () => unknown]>([
    ['withScope', () => node.withScope(any(undefined))],
    ['withScope', () => node.withScope(any('x'))],
    ['withIsolationScope', () => node.withIsolationScope(any(undefined))],
    ['withMonitor', () => node.withMonitor('nightly', any(undefined))],
    ['continueTrace', () => node.continueTrace({}, any(undefined))],
    ['masquerade', () => node.masquerade(any({}), any(undefined))],
  ])('%s says so when it gets none, and answers undefined', (name, call) => {
    expect(call()).toBeUndefined();
    expect(told()).toEqual([`T1012 ${name}() must be given a function`]);
  });

  it('gives back what the function answers, and lets through what it throws', () => {
    expect(node.withScope(() => 1)).toBe(1);
    expect(node.withScope(undefined, () => 2)).toBe(2);
    expect(node.withIsolationScope(() => 3)).toBe(3);
    expect(node.withIsolationScope(new node.Scope(), () => 4)).toBe(4);
    expect(() => node.withScope(() => { throw new RangeError('mine'); })).toThrow(RangeError);
    expect(told()).toEqual([]);
  });
});

describe('a call that sets something', () => {
  it.each<[string, () => void, Partial<Event>]>([
    ["setUser() must be given an object, or null", () => node.setUser(any('bob')), { user: { id: 'bob' } }],
    ['setTag() must be given a name and a value', () => node.setTag(any({ a: 1, b: 2 }), any(undefined)), { tags: { a: '1', b: '2' } }],
    ['setExtra() must be given a name and a value', () => node.setExtra(any({ a: 1 }), undefined), { extra: { a: 1 } }],
    ['setTags() must be given an object', () => node.setTags(any('x')), {}],
    ['setExtras() must be given an object', () => node.setExtras(any([1])), {}],
    ['setContext() must be given an object, or null', () => node.setContext('x', any('y')), { contexts: expect.objectContaining({ x: { value: 'y' } }) }],
    ['setContext() must be given a name and a value', () => node.setContext(any({ a: 1 }), null), {}],
    ["addBreadcrumb() must be given an object", () => node.addBreadcrumb(any('text')), { breadcrumbs: { values: [expect.objectContaining({ message: 'text' }), expect.objectContaining({ message: 'text' })] } }],
    ['addEventProcessor() must be given a function', () => node.addEventProcessor(any('x')), {}],
    ['addIntegration() must be given an integration, as its function makes it: httpIntegration()', () => node.addIntegration(any(null)), {}],
    ['addIntegration() must be given an integration, as its function makes it: httpIntegration()', () => node.addIntegration(any(node.httpIntegration)), {}],
  ])('%s', async (detail, call, expected) => {
    call();
    call();
    expect(told()).toEqual([`T1012 ${detail}`]);
    expect(await eventAfter()).toMatchObject(expected);
  });

  it('says nothing of what is right', async () => {
    node.setUser({ id: '7' });
    node.setTag('a', 1);
    node.setTags({ b: true });
    node.setExtra('c', undefined);
    node.setExtras({ d: {} });
    node.setContext('e', { f: 1 });
    node.setContext('g', null);
    node.addBreadcrumb({ message: 'm' });
    node.addEventProcessor((event) => event);
    node.addIntegration({ name: 'Mine' });
    expect(await eventAfter()).toMatchObject({ user: { id: '7' }, tags: { a: '1', b: 'true' } });
    node.setUser(null);
    expect((await eventAfter())?.user).toBeUndefined();
    expect(told()).toEqual([]);
  });
});

describe('captureMessage', () => {
  it('captures an error with its stack, as captureException does, and says where errors belong', async () => {
    const id = node.captureMessage(any(new RangeError('broken')));
    node.captureMessage(any(new RangeError('bent')), 'warning');
    const [first, second] = await heard.events();
    expect(first).toMatchObject({ event_id: id, level: 'error', exception: { values: [{ type: 'RangeError', value: 'broken', stacktrace: { frames: expect.any(Array) }, mechanism: { handled: true } }] } });
    expect(first?.message).toBeUndefined();
    expect(second).toMatchObject({ level: 'warning', exception: { values: [{ value: 'bent' }] } });
    expect(told()).toEqual(['T1012 captureMessage() must be given a text; errors belong to captureException()']);
  });

  it.each<[unknown, string]>([
    [{ a: 1 }, '{"a":1}'],
    [['a', 2], '["a",2]'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('takes the text of %j, and says so', async (given, message) => {
    node.captureMessage(any(given));
    expect((await heard.events())[0]).toMatchObject({ message, level: 'info' });
    expect(told()).toEqual(['T1012 captureMessage() must be given a text']);
  });

  it.each<[unknown, string]>([
    ['text', 'text'],
    [404, '404'],
    [true, 'true'],
    [new String('text'), 'text'],
  ])('takes %j', async (given, message) => {
    node.captureMessage(any(given), { level: 'warning', tags: { a: 'b' } });
    expect((await heard.events())[0]).toMatchObject({ message: expect.stringContaining(message), level: 'warning', tags: { a: 'b' } });
    expect(told()).toEqual([]);
  });

  it('keeps template and parameters', async () => {
    node.captureMessage(node.parameterize`order ${7} is late`);
    expect((await heard.events())[0]).toMatchObject({ logentry: { message: 'order %s is late', params: [7] } });
    expect(told()).toEqual([]);
  });

  it('begins the stack with its caller, where one is wanted', async () => {
    await heard.stop();
    heard = hear({ attachStacktrace: true });
    const theCaller = (): unknown => [node.captureMessage('text')];
    theCaller();
    expect((await heard.events())[0]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.function).toBe('theCaller');
  });
});

describe('the configuration of a monitor', () => {
  const at = { schedule: { type: 'crontab', value: '0 3 * * *' } } as const;
  const sent = async (config: unknown): Promise<unknown> => {
    node.withMonitor('nightly', () => undefined, any(config));
    await heard.events();
    return (heard.runtime.server.items('check_in')[0] as { readonly monitor_config?: unknown }).monitor_config;
  };
  const schedule = "schedule of the configuration of the monitor nightly must be { type: 'crontab', value: '0 3 * * *' } or { type: 'interval', value: 2, unit: 'hour' }; a text is taken for a crontab, and without a schedule the server is told of none of it";

  it.each<[string, unknown, unknown]>([
    ["maxRunTimes of the configuration of the monitor nightly is not known (was maxRuntime meant?); it is ignored", { ...at, maxRunTimes: 5 }, at],
    ["checkInMargins of the configuration of the monitor nightly is not known (was checkinMargin meant?); it is ignored", { ...at, checkInMargins: 5 }, at],
    ["checkinMargin of the configuration of the monitor nightly must be a whole number of at least 0", { ...at, checkinMargin: '5' }, at],
    ["maxRuntime of the configuration of the monitor nightly must be a whole number of at least 0", { ...at, maxRuntime: 0.5 }, at],
    ["timezone of the configuration of the monitor nightly must be a text", { ...at, timezone: 2 }, at],
    ["options of the configuration of the monitor nightly must be an object", '0 3 * * *', undefined],
    [schedule, { schedule: '0 3 * * *', maxRuntime: 5 }, { ...at, max_runtime: 5 }],
    [schedule, { schedule: { type: 'crontab', value: 'gibberish' } }, { schedule: { type: 'crontab', value: 'gibberish' } }],
    [schedule, { schedule: { type: 'interval', value: 5, unit: 'minutes' } }, undefined],
    [schedule, { schedule: { type: 'interval', value: 0.5, unit: 'hour' } }, undefined],
    [schedule, { schedule: { type: 'cron', value: '0 3 * * *' } }, undefined],
    [schedule, { schedule: { type: 'crontab', value: 5 } }, undefined],
    [schedule, { schedule: 7 }, undefined],
  ])('%s', async (detail, config, expected) => {
    expect(await sent(config)).toEqual(expected);
    expect(told()).toEqual([`T1003 ${detail}`]);
  });

  it.each([at, { schedule: { type: 'crontab', value: '@daily' } }, { schedule: { type: 'interval', value: 2, unit: 'hour' } }])('of %j nothing is said', async (config) => {
    expect(await sent(config)).toEqual(config);
    expect(told()).toEqual([]);
  });

  it.each([
    ['30 0 3 * * mon-Fri', '0 3 * * 1-5'],
    ['*/10 * * * * *', '* * * * *'],
    [' 0  3 1 JAN *', '0 3 1 1 *'],
  ])('has the five fields that servers read: of %j the server hears %j', async (value, heardAs) => {
    expect(await sent({ schedule: { type: 'crontab', value } })).toEqual({ schedule: { type: 'crontab', value: heardAs } });
    expect(told()).toEqual([]);
  });

  it('is told of by its monitor, each once', () => {
    for (const slug of ['nightly', 'hourly', 'nightly', any(7)]) node.withMonitor(slug, () => undefined, any({ ...at, maxRuntime: -1 }));
    node.captureCheckIn({ monitorSlug: 'weekly', status: 'ok' }, any({ ...at, maxRuntime: -1 }));
    const line = (which: string): string => `T1003 maxRuntime of the configuration of ${which} must be a whole number of at least 0`;
    expect(told().filter((one) => one.startsWith('T1003'))).toEqual([line('the monitor nightly'), line('the monitor hourly'), line('a monitor'), line('the monitor weekly')]);
  });

  it('and a check-in have no parts but those that are read', async () => {
    node.captureCheckIn(any({ monitorSlug: 'nightly', status: 'ok', durations: 5, checkInId: 7 }));
    await heard.events();
    expect(told()).toEqual(['T1003 durations of captureCheckIn() is not known (was duration meant?); it is ignored', 'T1003 checkInId of captureCheckIn() must be a text']);
  });
});

describe('audit', () => {
  const actor = { type: 'admin', id: 'ada' };
  const recorded = async (...given: readonly unknown[]): Promise<unknown> => {
    await called('audit', ...given);
    return (await heard.events()).at(-1)?.contexts?.['audit'];
  };

  it.each<[string, readonly unknown[], object]>([
    ['must be given a target that is a list of { type, id }', ['a.b', { actor, target: 'carol' }], { target: [{ type: '-', id: 'carol' }] }],
    ['must be given a target that is a list of { type, id }', ['a.b', { actor, target: [7, { id: 'x' }] }], { target: [{ type: '-', id: '7' }, { type: '-', id: 'x' }] }],
    ['knows no targets (was target meant?)', ['a.b', { actor, targets: [{ type: 'user', id: 'carol' }] }], { target: [{ type: 'user', id: 'carol' }] }],
    ['knows no resaon (was reason meant?)', ['a.b', { actor, resaon: 'ticket 7' }], { reason: 'ticket 7' }],
    ['must be given an outcome of success, failure, denied or unknown', ['a.b', { actor, outcome: 'fail' }], { outcome: 'fail' }],
    ['must be given a kind of access, create, update, delete, auth, admin or masquerade', ['a.b', { actor, kind: 'zzz' }], { kind: 'zzz' }],
    ['must be given a reason that is a text', ['a.b', { actor, reason: 7 }], { reason: 7 }],
    ['must be given onBehalfOf with an id', ['a.b', { actor, onBehalfOf: { name: 'Carol' } }], {}],
    ['must be given changes as an object: { field: { old, new } }', ['a.b', { actor, changes: 'all' }], { changes: 'all' }],
    ['must be given its details as an object', ['a.b', 'carol'], { action: 'a.b' }],
    ["must be given an action, as a text: audit('user.password.reset')", [undefined, { actor }], { action: 'unknown', actor }],
    ["must be given an action, as a text: audit('user.password.reset')", [7, { actor }], { action: '7' }],
  ])('%s', async (detail, given, expected) => {
    expect(await recorded(...given)).toMatchObject(expected);
    expect(told().filter((line) => !line.startsWith('T5001'))).toEqual([`T1012 audit() ${detail}`]);
  });

  it('keeps both where the right name is there as well, and what has a name of its own', async () => {
    expect(await recorded('a.b', { actor, target: [{ type: 'user', id: '1' }], targets: 'x', region: 'eu' })).toMatchObject({ target: [{ id: '1' }], targets: 'x', region: 'eu' });
  });

  it('says nothing of what is right', async () => {
    const full = { actor, onBehalfOf: { id: 'c' }, target: { type: 'user', id: 4 }, kind: 'update', outcome: 'denied', reason: 'r', ticket: 't', error: 'a-b', changes: { a: { old: 1, new: 2 } }, region: 'eu' };
    expect(await recorded('a.b', full)).toMatchObject({ ...full, target: [{ type: 'user', id: '4' }] });
    await recorded('a.c', { anonymous: true, reason: undefined, ticket: null });
    expect(told()).toEqual([]);
  });
});

describe('a call that captures something', () => {
  it('captureEvent takes a text for the message, and says so', async () => {
    node.captureEvent(any('text'));
    expect((await heard.events())[0]).toMatchObject({ message: 'text' });
    expect(told()).toEqual(["T1012 captureEvent() must be given an object"]);
  });

  it('captureCheckIn sends nothing without a monitor, and warns of a status that servers refuse', async () => {
    expect(node.captureCheckIn(any({ status: 'ok' }))).toBe('0'.repeat(32));
    node.captureCheckIn({ monitorSlug: 'nightly', status: any('success') });
    await heard.events();
    expect(heard.runtime.server.items('check_in')).toHaveLength(1);
    expect(told()).toEqual(['T4004 undefined', 'T1012 captureCheckIn() must be given a status of in_progress, ok or error']);
  });
});

describe.each(['audit', 'setUser', 'setTag', 'setTags', 'setExtra', 'setExtras', 'setContext', 'addBreadcrumb', 'addEventProcessor', 'addIntegration', 'captureEvent', 'captureCheckIn', 'captureMessage', 'withScope', 'withIsolationScope', 'withMonitor', 'continueTrace', 'masquerade'] as const)('%s', (name) => {
  // A function that throws is the app's own where it is run.
  const shapes = wrongShapes().filter(([kind]) => kind !== 'a function');

  it.each(shapes)('never throws for %s', async (_kind, make) => {
    expect(() => [called(name, make()), called(name, make(), make()), called(name, 'x', make())]).not.toThrow();
    await eventAfter();
    expect(told().every((line) => /^T(?:1003|1012|4004|5001)/.test(line))).toBe(true);
  });

  it('does nothing after close', async () => {
    await close(0);
    expect(() => called(name, null, null)).not.toThrow();
  });
});
