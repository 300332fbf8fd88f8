import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashFromEventId } from '../base/error-hash';
import type { Event } from '../event/event';
import type { Occurrence } from '../event/occurrence';
import { eventOccurrence, exceptionOccurrence, messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { Client, ClientOptions } from './client';
import { createClient } from './create-client';

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
let runtime: FakeRuntime;
let client: Client;

const start = (options: ClientOptions = {}): Client => (client = createClient({ dsn: DSN, ...options }, runtime));
const say = (text: string): string => client.capture(messageOccurrence(text, 'error'), {}, emptyScopeData);
const fail = (error: Error): string => client.capture(exceptionOccurrence(error, { mechanism: { type: 'generic' }, level: 'error' }), {}, emptyScopeData);
const times = (count: number, run: (index: number) => unknown) => Array.from({ length: count }, (_, index) => run(index));
const floodOf = ({ contexts }: Event) => contexts?.['flood'];
const weightOf = (event: Event): number => 1 + Number(floodOf(event)?.['suppressed'] ?? 0);
const textOf = (event: Event): string => event.message ?? event.exception?.values.at(-1)?.value ?? '';
/** Totals by what `of` says of the events that arrived. */
const totals = (of: (event: Event) => string): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const event of runtime.server.events()) sums[of(event)] = (sums[of(event)] ?? 0) + weightOf(event);
  return sums;
};
const row = () => client.stats().error;

beforeEach(() => {
  runtime = fakeRuntime();
});

describe('2,000 errors at 500 a second', () => {
  /** One place for all, as in a helper that many call. */
  const refuse = (message: string, code?: string): Error => Object.assign(new Error(message), code !== undefined && { code });

  it.each<[string, (index: number) => Error, () => Error]>([
    ['other types', (index) => (index % 2 ? new TypeError(`no item ${index}`) : new RangeError(`no page ${index}`)), () => new EvalError('rare')],
    ['the same type and function, another message', (index) => refuse(index % 2 ? `no item ${index}` : `no page ${index}`), () => refuse('disk is full')],
    ['the same type, function and message, another code', (index) => refuse('failed', index % 2 ? 'ECONNREFUSED' : 'ETIMEDOUT'), () => refuse('failed', 'ENOSPC')],
  ])('with two common errors, of %s, bring the rare one, few requests and exact totals', async (_what, common, rare) => {
    start();
    const label = (event: Event): string => {
      const exception = event.exception?.values.at(-1);
      return `${exception?.type} ${JSON.stringify(exception?.mechanism?.data?.['code'])} ${String(exception?.value).replace(/\d+/, '')}`;
    };
    for (let index = 0; index < 2000; index++) {
      fail(index === 1500 ? rare() : common(index));
      await runtime.advance(2);
    }
    expect(await client.flush()).toBe(true);
    expect(runtime.server.received.length).toBeLessThanOrEqual(200);
    expect(Object.values(totals(label)).sort((a, b) => b - a)).toEqual([1000, 999, 1]);
    expect(row()).toMatchObject({ captured: 2000, pending: 0, dropped: {} });
    expect((row()?.sent ?? 0) + (row()?.folded ?? 0)).toBe(2000);
  });
});

it('1,000 issues at 50,000 captures a second for 10 seconds: all are represented, and the totals are exact', async () => {
  start();
  // Ten issues to each of a hundred types, as in a service that falls apart.
  const occurrences = Array.from({ length: 1000 }, (_, index): Occurrence => ({ issueParts: () => ({ type: `Type${index % 100}`, message: `issue ${'abcdefghij'[Math.floor(index / 100)]}` }), build: () => ({ message: `issue ${index}` }) }));
  let captured = 0;
  for (let tick = 0; tick < 1000; tick++) {
    for (let index = 0; index < 500; index++) client.capture(occurrences[captured++ % 1000] ?? messageOccurrence('none', 'error'), {}, emptyScopeData);
    await runtime.advance(10);
  }
  await client.flush();
  const sums = totals((event) => String(event.message));
  expect(Object.keys(sums)).toHaveLength(1000);
  expect(new Set(Object.values(sums))).toEqual(new Set([500]));
  expect(row()).toMatchObject({ captured: 500_000, pending: 0, dropped: {} });
  // Each issue's first and last, the burst over everything, and ten a second.
  expect(runtime.server.events().length).toBeLessThanOrEqual(1000 + 1000 + 300 + 10 * 10);
}, 60_000);

it.each([
  ['one type and place', () => 'Error'],
  ['as many types', (index: number) => `Type${index}`],
])('100,000 distinct fingerprints of %s: few events, exact totals, and the common error is not pushed out', async (_what, typeOf) => {
  start();
  for (let index = 0; index < 100_000; index++) {
    if (index % 1000 === 0) say('common');
    client.capture({ issueParts: () => ({ type: typeOf(index), fingerprint: [`order ${index}`] }), build: () => ({ message: 'distinct' }) }, {}, emptyScopeData);
    if (index % 100 === 0) await runtime.advance(1);
  }
  await client.flush();
  expect(totals((event) => textOf(event) || String(event.message))).toEqual({ common: 100, distinct: 100_000 });
  expect(row()).toMatchObject({ pending: 0, dropped: {} });
  expect(runtime.server.events().length).toBeLessThan(2000);
}, 60_000);

it('issues beyond the table share with their parent, also while others have to share with all', async () => {
  start();
  const failAs = (type: string, kind = '') => client.capture({ issueParts: () => ({ type, message: kind }), build: () => ({ message: type }) }, {}, emptyScopeData);
  // As many issues as are watched, and as many as may be new at once.
  times(1000, (index) => failAs(`Type${index}`));
  times(100, (index) => failAs('Crowd', `kind ${'abcdefghij'[index % 10]}`));
  await runtime.advance(1000);
  // One of the ten that may be new in a second; the crowd has the last bucket for itself, and has used it up.
  const ids = times(2, (index) => failAs('Other', `kind ${'ab'[index]}`));
  expect(ids[0]).not.toBe(ids[1]);
  await client.flush();
  expect(totals((event) => String(event.message))).toMatchObject({ Crowd: 100, Other: 2, Type0: 1, Type999: 1 });
  expect(row()).toMatchObject({ captured: 1102, pending: 0, dropped: {} });
});

describe('what is folded', () => {
  it('is told by the next event of the issue, with the times of the first and the last', async () => {
    start({ flood: { burst: 1, perSecond: 1 } });
    const at = runtime.now() / 1000;
    say('x');
    await runtime.advance(300);
    say('x');
    await runtime.advance(300);
    say('x');
    await runtime.advance(500);
    say('x');
    await settle();
    const events = runtime.server.events();
    expect(events.map(floodOf)).toEqual([undefined, { suppressed: 2, since: at + 0.3, until: at + 0.6 }]);
    expect(row()).toMatchObject({ captured: 4, sent: 2, folded: 2 });
  });

  it('is told by a trailing event when nothing more comes: the last one again, with an id and a time of its own', async () => {
    start({ flood: { burst: 1 } });
    const at = runtime.now() / 1000;
    const id = say('x 1');
    await runtime.advance(100);
    say('x 2');
    await runtime.advance(100);
    say('x 3');
    await runtime.advance(5000);
    const [first, trailing, ...rest] = runtime.server.events();
    expect(rest).toEqual([]);
    expect(trailing).toEqual({ ...first, event_id: trailing?.event_id, timestamp: at + 0.2, tags: { error_hash: hashFromEventId(String(trailing?.event_id)) }, contexts: { ...first?.contexts, flood: { suppressed: 1, since: at + 0.1, until: at + 0.2 } } });
    expect(trailing?.event_id).not.toBe(id);
    expect(hashFromEventId(String(trailing?.event_id))?.split('-')[0]).toBe(hashFromEventId(id)?.split('-')[0]);
    expect(row()).toMatchObject({ captured: 3, sent: 2, folded: 1, pending: 0 });
  });

  it('is forgotten when it was told and the bucket is full: no timer stays, and nothing is kept', async () => {
    start({ flood: { burst: 1 } });
    times(3, () => say('x'));
    await runtime.advance(15_000);
    expect(runtime.timers()).toBe(0);
    expect(totals(textOf)).toEqual({ x: 3 });
  });

  it('goes out with the last words, and with close', async () => {
    start({ flood: { burst: 1 } });
    times(3, () => say('x'));
    const bodies: string[] = [];
    client.flushSync((given) => {
      bodies.push(...given.map(String));
      return given.map(() => ({ status: 200, header: () => undefined }));
    });
    expect(bodies).toHaveLength(2);
    expect(bodies.join()).not.toContain('client_report');
    expect(row()).toMatchObject({ captured: 3, sent: 2, folded: 1, pending: 0 });
    times(2, () => say('x'));
    await client.close();
    expect(row()).toMatchObject({ captured: 5, sent: 3, folded: 2, pending: 0 });
  });

  it('is dropped with the event that told of it, for the same reason', async () => {
    let drop = false;
    start({ flood: { burst: 1 }, beforeSend: (event) => (drop ? null : event) });
    times(3, () => say('x'));
    drop = true;
    await runtime.advance(1000);
    say('x');
    await settle();
    expect(row()).toMatchObject({ captured: 4, sent: 1, folded: 0, dropped: { before_send: 3 } });
    drop = false;
    runtime.server.answer = () => ({ status: 403 });
    await runtime.advance(1000);
    times(4, () => say('x'));
    await client.flush();
    expect(row()).toMatchObject({ captured: 8, sent: 1, folded: 0, pending: 0, dropped: { before_send: 3, send_error: 4 } });
  });

  it('ends as the events do when a hook drops all of them', async () => {
    start({ flood: { burst: 2 }, beforeSend: () => null });
    times(5, () => say('x'));
    await client.flush();
    expect(row()).toMatchObject({ captured: 5, pending: 0, folded: 0, dropped: { before_send: 5 } });
  });

  it('cannot be talked away by a hook', async () => {
    start({ flood: { burst: 1, perSecond: 1 }, beforeSend: (event) => ({ ...event, contexts: {} }) });
    times(3, () => say('x'));
    await runtime.advance(1000);
    say('x');
    await client.flush();
    expect(totals(textOf)).toEqual({ x: 4 });
  });

  it('is seen by hooks, which may go by it', async () => {
    const seen: unknown[] = [];
    start({ flood: { burst: 1, perSecond: 1 }, beforeSend: (event) => { seen.push(floodOf(event)?.['suppressed']); return event; } });
    times(3, () => say('x'));
    await runtime.advance(1000);
    say('x');
    expect(seen).toEqual([undefined, 2]);
  });
});

describe('the id of a folded occurrence', () => {
  it('is that of the last event of its issue, so that its hash can be shown at once', async () => {
    start({ flood: { burst: 2 } });
    const [first, second, folded] = times(3, () => say('x'));
    expect(client.isRepresentative(String(first))).toBe(false);
    expect(folded).toBe(second);
    expect(client.isRepresentative(String(folded))).toBe(true);
    expect(client.hasTaken(String(folded))).toBe(true);
    await settle();
    expect(runtime.server.events().map((event) => event.event_id)).toContain(folded);
  });

  it('resolves however many other events come in between', () => {
    start({ flood: { burst: 1, perSecond: 0.001 }, transportOptions: { bufferSize: 5000 } });
    const id = say('flood');
    times(3000, (index) => {
      client.capture({ issueParts: () => ({ type: `Type${index % 900}`, fingerprint: [`${index % 900}`] }), build: () => ({}) }, {}, emptyScopeData);
      expect(say('flood')).toBe(id);
    });
    expect(client.hasTaken(id)).toBe(true);
  });

  it('has no hash to show where the events of the issue were dropped', () => {
    start({ flood: { burst: 1 }, beforeSend: () => null });
    const [first, folded] = times(2, () => say('x'));
    expect(folded).toBe(first);
    expect(client.hasTaken(String(folded))).toBe(false);
  });

  it('is the same when the same error is captured again, and it is not counted twice', () => {
    start({ flood: { burst: 1 } });
    const make = (): Error => new Error('x');
    fail(make());
    const error = make();
    expect(fail(error)).toBe(fail(error));
    expect(row()).toMatchObject({ captured: 2, folded: 1 });
  });
});

describe('whether an id stands for another occurrence', () => {
  const make = (text: string): Error => new Error(text);

  it('is known right after the capture, of the first time and of the next', () => {
    start({ flood: { burst: 1 } });
    fail(make('x'));
    fail(make('y'));
    const folded = make('x');
    const id = fail(folded);
    expect(client.isRepresentative(id)).toBe(true);
    expect(client.isRepresentative(fail(make('y')))).toBe(true);
    expect(fail(folded)).toBe(id);
    expect(client.isRepresentative(id)).toBe(true);
  });

  it('is denied to the occurrence that the event was made of, whatever was folded onto it since', () => {
    start({ flood: { burst: 1 } });
    const first = make('x');
    const id = fail(first);
    expect(fail(make('x'))).toBe(id);
    expect(fail(first)).toBe(id);
    expect(client.isRepresentative(id)).toBe(false);
  });
});

describe('the options of flood control', () => {
  it('false sends everything', async () => {
    start({ flood: false });
    times(100, () => say('x'));
    await client.flush();
    expect(runtime.server.events()).toHaveLength(100);
    expect(runtime.timers()).toBe(0);
  });

  it('of the wrong kind are named, and the default applies', async () => {
    const options: object[] = [{ flood: 'yes' }, { flood: { burst: 0, perSecond: 'many' } }, { flood: true }];
    for (const option of options) {
      runtime = fakeRuntime();
      start({ ...option, debug: true });
      times(40, () => say('x'));
      await client.flush();
      expect(runtime.reported.map(({ code }) => code).join()).toMatch(/^(T1003,?)+$/);
      // The burst, and the trailing event.
      expect(runtime.server.events()).toHaveLength(31);
    }
  });

  it('leave audits alone', async () => {
    start({ flood: { burst: 1, perSecond: 0.001 } });
    times(50, () => client.capture({ ...messageOccurrence('audit', 'info'), kept: { lend: (event) => event, restore: (changed) => changed } }, {}, emptyScopeData));
    await client.flush();
    expect(runtime.server.events()).toHaveLength(50);
    expect(row()).toMatchObject({ captured: 50, sent: 50, folded: 0 });
  });
});

it('takes events that were built elsewhere, whatever stands for their frames', async () => {
  start();
  const frames: readonly unknown[] = ['text', 7, null, { filename: 'a.js' }];
  for (const frame of frames) {
    const built: object = { exception: { values: [{ type: 'Error', value: 'x', stacktrace: { frames: [frame] } }] } };
    times(2, () => client.capture(eventOccurrence(built), {}, emptyScopeData));
  }
  await client.flush();
  expect(row()).toMatchObject({ captured: 8, sent: 8, dropped: {} });
  expect(runtime.reported).toEqual([]);
});

it('the id of an event that is shown again is remembered as the newest', async () => {
  // Words, because numbers make no other issue.
  const word = (index: number): string => index.toString(26).replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 26)));
  start({ flood: { burst: 1000, perSecond: 0.001 }, transportOptions: { bufferSize: 5000 } });
  times(1000, () => say('one'));
  const shown = say('one');
  const sayOthers = async (from: number, count: number): Promise<void> => {
    times(count, (index) => say(`failure of ${word(from + index)}`));
    await settle();
  };
  await sayOthers(1_000, 500);
  expect(say('one')).toBe(shown);
  await sayOthers(2_000, 540);
  expect([row()?.folded, client.hasTaken(shown)]).toEqual([2, true]);
});
