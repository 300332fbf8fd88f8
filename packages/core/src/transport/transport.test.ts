import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../base/diagnostics';
import type { Ledger } from '../base/ledger';
import { createLedger } from '../base/ledger';
import { asciiJson } from '../base/ascii-json';
import type { Parcel } from './parcel';
import type { Destination } from './post';
import { CONCURRENCY, Transport } from './transport';

const destination: Destination = { dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' };
let runtime: FakeRuntime;
let ledger: Ledger;
let lost: string[];
let reported: Diagnostic[];

const createWith = (bufferSize = 2500): Transport =>
  new Transport({ destination, post: (body) => runtime.server.post(body), platform: runtime, ledger, report: (diagnostic) => reported.push(diagnostic), taken: { delete: (id) => lost.push(id) > 0 }, transportOptions: { bufferSize } });

let count = 0;
const push = (transport: Transport, issue = 'issue', id = `event-${++count}`): Parcel => {
  const parcel: Parcel = { id, category: 'error', issue, header: { event_id: id }, items: [{ header: { type: 'event' }, payload: asciiJson({ event_id: id }) }] };
  ledger.move('captured', 'pending', parcel);
  transport.push(parcel);
  return parcel;
};
const ids = () => runtime.server.received.map(({ header }) => header['event_id']);
const row = () => ledger.stats().error;

beforeEach(() => {
  runtime = fakeRuntime();
  ledger = createLedger(() => undefined);
  lost = [];
  reported = [];
});

describe('sending', () => {
  it('starts after the push, not in it, keeps the order, and says when it was sent', async () => {
    const transport = createWith();
    const pushed = [push(transport), push(transport), push(transport)].map(({ id }) => id);
    expect(runtime.server.received).toHaveLength(0);
    await settle();
    expect(ids()).toEqual(pushed);
    expect(runtime.server.received[0]?.header['sent_at']).toBe('2026-01-01T00:00:00.000Z');
    expect(row()).toMatchObject({ captured: 3, sent: 3, pending: 0 });
  });

  it('has as many requests in flight as the platform says, each time anew', async () => {
    let concurrency = 2;
    let posted = 0;
    const post = () => {
      posted++;
      return new Promise<never>(() => undefined);
    };
    const platform = Object.defineProperty({ ...runtime }, 'concurrency', { get: () => concurrency });
    const transport = new Transport({ destination, post, platform, ledger, report: () => undefined, taken: new Set(), transportOptions: { bufferSize: 2500 } });
    for (let n = 0; n < 10; n++) push(transport);
    await settle();
    expect(posted).toBe(2);
    concurrency = 5;
    push(transport);
    await settle();
    expect(posted).toBe(5);
  });

  it('has a few requests in flight, never more', async () => {
    const transport = createWith();
    let open = 0;
    let most = 0;
    runtime.server.hold = true;
    const post = runtime.server.post;
    const counting = new Transport({
      destination,
      post: async (body) => {
        most = Math.max(most, ++open);
        const answer = await post(body);
        open--;
        return answer;
      },
      platform: runtime, ledger, report: () => undefined, taken: new Set(), transportOptions: { bufferSize: 2500 },
    });
    for (let i = 0; i < 20; i++) push(counting);
    await settle();
    runtime.server.release();
    await settle();
    await settle();
    expect(most).toBe(CONCURRENCY);
    expect(row()).toMatchObject({ sent: 20, pending: 0 });
    transport.close();
  });
});

describe('answers', () => {
  it.each([
    [200, { sent: 1 }],
    [403, { dropped: { send_error: 1 } }],
    [429, { dropped: { ratelimit_backoff: 1 } }],
  ])('without headers count by their status: %i', async (status, end) => {
    let posted = 0;
    const post = async () => (posted++, { status });
    const transport = new Transport({ destination, post, platform: runtime, ledger, report: () => undefined, taken: new Set(), transportOptions: { bufferSize: 2500 } });
    push(transport);
    await settle();
    expect([posted, row()]).toMatchObject([1, end]);
  });

  it.each([400, 401, 403, 404, 413])('%i is final: dropped as send_error, with a hint in debug', async (status) => {
    const transport = createWith();
    runtime.server.answer = () => ({ status, headers: { 'x-sentry-error': 'the reason' } });
    const { id } = push(transport);
    await settle();
    expect(row()).toMatchObject({ pending: 0, dropped: { send_error: 1 } });
    expect(lost).toEqual([id]);
    expect(reported).toMatchObject([{ code: 'T3002', detail: `HTTP ${status}: the reason` }]);
  });

  it.each([408, 500, 502, 503])('%i is tried again until it works, with a fresh sent_at', async (status) => {
    const transport = createWith();
    let attempts = 0;
    runtime.server.answer = () => ({ status: ++attempts < 4 ? status : 200 });
    push(transport);
    await runtime.advance(60_000);
    expect(attempts).toBe(4);
    expect(row()).toMatchObject({ sent: 1, pending: 0, dropped: {} });
    expect(runtime.server.received[0]?.header['sent_at']).not.toBe('2026-01-01T00:00:00.000Z');
  });

  it('a broken connection is tried again with growing delays, and given up after a quarter of an hour', async () => {
    const transport = createWith();
    const at: number[] = [];
    runtime.server.answer = () => {
      at.push(runtime.now());
      throw new Error('ECONNREFUSED');
    };
    push(transport);
    await runtime.advance(20 * 60_000);
    const delays = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(delays.slice(0, 4)).toEqual([375, 750, 1500, 3000]);
    expect(Math.max(...delays)).toBe(22_500);
    expect(row()).toMatchObject({ pending: 0, dropped: { network_error: 1 } });
    expect(reported[0]?.detail).toContain('ECONNREFUSED');
  });
});

describe('what has no id', () => {
  const pushNameless = (transport: Transport): void => void push(transport, 'log_item', '');
  /** How many requests were tried. */
  let tries: number;
  const failWith = (answer: FakeRuntime['server']['answer']): void => {
    tries = 0;
    runtime.server.answer = () => {
      tries++;
      return answer();
    };
  };

  it.each([
    ['no answer came', () => { throw new Error('socket hang up'); }, 1],
    ['the server broke', () => ({ status: 500 }), 1],
    ['a gateway gave up', () => ({ status: 504 }), 1],
    ['nothing had left', () => { throw Object.assign(new Error('ECONNREFUSED'), { unsent: true }); }, 2],
    ['the server was not there', () => ({ status: 503 }), 2],
  ])('is sent again only when it surely was not processed: %s', async (_what, answer, expected) => {
    const transport = createWith();
    failWith(answer);
    pushNameless(transport);
    await runtime.advance(1000);
    expect(tries).toBe(expected);
    expect(row()).toMatchObject(expected === 1 ? { pending: 0, dropped: { network_error: 1 } } : { pending: 1 });
    transport.close();
  });

  it('is not sent by the last words while it is on the wire', async () => {
    const transport = createWith();
    runtime.server.hold = true;
    for (let n = 0; n < CONCURRENCY; n++) pushNameless(transport);
    push(transport, 'issue', 'known');
    await settle();
    pushNameless(transport);
    const spoken: string[] = [];
    transport.flushSync((bodies) => bodies.map((body) => (spoken.push(String(body)), { status: 200, header: () => undefined })));
    // The two that had not left yet.
    expect(spoken).toHaveLength(2);
    expect(row()).toMatchObject({ captured: CONCURRENCY + 2, sent: 2, pending: CONCURRENCY });
    runtime.server.release();
    await settle();
    expect(row()).toMatchObject({ sent: CONCURRENCY + 2, pending: 0 });
  });
});

describe('attachments', () => {
  const withFiles = (): Parcel => {
    const files = [{ header: { type: 'attachment', filename: 'a.txt' }, payload: 'a' }, { header: { type: 'attachment', filename: 'b.bin' }, payload: new Uint8Array([1, 2]) }];
    const parcel: Parcel = { id: 'e', category: 'error', issue: 'issue', header: { event_id: 'e' }, items: [{ header: { type: 'event' }, payload: '{}' }], attachments: files };
    ledger.move('captured', 'pending', parcel);
    return parcel;
  };

  it('go with their event, behind it, and are counted one by one', async () => {
    createWith().push(withFiles());
    await settle();
    expect(runtime.server.received[0]?.items.map(({ header }) => header.type)).toEqual(['event', 'attachment', 'attachment']);
    expect(ledger.stats()).toMatchObject({ error: { sent: 1, pending: 0 }, attachment: { captured: 2, sent: 2, pending: 0 } });
  });

  it('are lost with their event, for the same reason', async () => {
    runtime.server.answer = () => ({ status: 403 });
    createWith().push(withFiles());
    await settle();
    expect(ledger.stats()).toMatchObject({ error: { dropped: { send_error: 1 } }, attachment: { pending: 0, dropped: { send_error: 2 } } });
  });
});

describe('limits', () => {
  it('429 drops the event and holds back what follows until the time is over', async () => {
    const transport = createWith();
    runtime.server.answer = () => ({ status: 429, headers: { 'retry-after': '30' } });
    push(transport);
    await settle();
    runtime.server.answer = () => ({});
    push(transport);
    await settle();
    expect(runtime.server.received).toHaveLength(0);
    expect(row()).toMatchObject({ dropped: { ratelimit_backoff: 2 } });
    await runtime.advance(30_000);
    push(transport);
    await settle();
    expect(row()).toMatchObject({ sent: 1 });
  });

  it('are read from good answers, and only for their category', async () => {
    const transport = createWith();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:session:key' } });
    push(transport);
    await settle();
    push(transport);
    await settle();
    expect(row()).toMatchObject({ sent: 2 });
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:error:key' } });
    push(transport);
    await settle();
    push(transport);
    await settle();
    expect(row()).toMatchObject({ sent: 3, dropped: { ratelimit_backoff: 1 } });
  });

  it('an expired limit of the category does not hide the one on everything, nor does a shorter one end a longer', async () => {
    const transport = createWith();
    const answers = ['1:error:key, 90::key', '10::key'];
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': answers.shift() ?? '' } });
    push(transport, 'a');
    push(transport, 'b');
    await settle();
    await runtime.advance(89_000);
    push(transport);
    await settle();
    expect(row()).toMatchObject({ sent: 2, dropped: { ratelimit_backoff: 1 } });
    await runtime.advance(2000);
    push(transport);
    await settle();
    expect(row()).toMatchObject({ sent: 3 });
  });
});

describe('a full queue', () => {
  it('gives up the newest but one of the issue that has most, never the only one of another', async () => {
    const transport = createWith(5);
    for (const id of ['c1', 'c2', 'c3', 'c4']) push(transport, 'common', id);
    push(transport, 'rare', 'rare');
    push(transport, 'common', 'c5');
    push(transport, 'other', 'other');
    expect(lost).toEqual(['c4', 'c3']);
    await settle();
    expect(ids()).toEqual(['c1', 'c2', 'rare', 'c5', 'other']);
    expect(row()).toMatchObject({ sent: 5, dropped: { queue_overflow: 2 }, pending: 0 });
  });

  it('turns the newcomer away when every issue has but one', () => {
    const transport = createWith(2);
    for (const id of ['a', 'b', 'c']) push(transport, id, id);
    expect(lost).toEqual(['c']);
  });
});

describe('a server that finds an event too large', () => {
  const large = { event_id: 'e', message: 'm', tags: { extra: 'a tag' }, user: { id: '7' }, extra: { big: 'x' }, breadcrumbs: { values: [{ message: 'b' }] }, request: { url: 'u' }, contexts: { thrown: { errno: 2 }, flood: { suppressed: 4 }, app: { a: 1 } }, exception: { values: [{ type: 'Error', value: 'v', stacktrace: { frames: [{ function: 'f', context_line: 'c', pre_context: ['p'], vars: { v: 1 } }] } }] } };
  const pushLarge = (transport: Transport): void => {
    const parcel: Parcel = { id: 'e', category: 'error', issue: 'issue', suppressed: 4, header: { event_id: 'e' }, items: [{ header: { type: 'event' }, payload: asciiJson(large) }], attachments: [{ header: { type: 'attachment', filename: 'a' }, payload: 'abc' }] };
    ledger.move('captured', 'pending', parcel);
    ledger.move('captured', 'pending', { category: 'error', quantity: 4 });
    ledger.move('pending', 'folded', { category: 'error', quantity: 4 });
    transport.push(parcel);
  };
  /** Refuses so many tries for their size. */
  const refuse = (times: number): void => {
    let tries = 0;
    runtime.server.answer = () => ({ status: ++tries > times ? 200 : 413 });
  };

  it('gets it without its attachments', async () => {
    refuse(1);
    pushLarge(createWith());
    await settle();
    expect(runtime.server.received[0]?.items.map(({ header }) => header['type'])).toEqual(['event']);
    expect(runtime.server.events()).toEqual([large]);
    expect(ledger.stats()).toMatchObject({ error: { sent: 1, folded: 4, dropped: {} }, attachment: { dropped: { send_error: 1 } } });
    expect(reported).toMatchObject([{ code: 'T3007', detail: 'attachments' }]);
  });

  it('then gets what happened, without what was around it', async () => {
    refuse(2);
    pushLarge(createWith());
    await settle();
    expect(runtime.server.events()).toEqual([
      { event_id: 'e', message: 'm', tags: { extra: 'a tag' }, user: { id: '7' }, contexts: { thrown: { errno: 2 }, flood: { suppressed: 4 } }, exception: { values: [{ type: 'Error', value: 'v', stacktrace: { frames: [{ function: 'f', context_line: 'c' }] } }] } },
    ]);
    expect(ledger.stats().error).toMatchObject({ sent: 1, folded: 4 });
  });

  it('then gets nothing, and all that the event stood for is counted', async () => {
    refuse(3);
    pushLarge(createWith());
    await settle();
    expect(runtime.server.received).toHaveLength(0);
    expect(ledger.stats()).toMatchObject({ error: { folded: 0, pending: 0, dropped: { send_error: 5 } }, attachment: { pending: 0, dropped: { send_error: 1 } } });
    expect(reported.map(({ code }) => code)).toEqual(['T3007', 'T3007', 'T3002']);
  });

  it('gets no attachments while it limits them alone', async () => {
    const transport = createWith();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:attachment:key' } });
    push(transport);
    await settle();
    pushLarge(transport);
    await settle();
    expect(ledger.stats()).toMatchObject({ error: { sent: 2 }, attachment: { dropped: { ratelimit_backoff: 1 } } });
  });
});

it('a server in trouble gets one request at a time, and an event that it chokes on holds nobody up', async () => {
  const transport = createWith();
  for (const id of ['poison', 'a', 'b', 'c', 'd', 'e']) push(transport, id, id);
  let post = 0;
  runtime.server.answer = () => ({ status: ++post <= 4 || post % 4 === 0 ? 500 : 200 });
  await settle();
  expect(post).toBe(4);
  await runtime.advance(5000);
  expect(row()).toMatchObject({ sent: 6, pending: 0 });
});

it('a queue that is full of what has to be tried again turns the newcomer away, and goes on', async () => {
  const transport = createWith(1);
  runtime.server.hold = true;
  for (const id of ['a', 'b', 'c', 'd']) {
    push(transport, id, id);
    await settle();
  }
  push(transport, 'e', 'e');
  runtime.server.answer = () => ({ status: 503 });
  runtime.server.release();
  await settle();
  push(transport, 'f', 'f');
  expect(lost).toEqual(['f']);
  expect(row()).toMatchObject({ pending: 5 });
});

describe('flush', () => {
  it('is true when all is sent, at once when nothing is pending', async () => {
    const transport = createWith();
    expect(await transport.flush(1000, Promise.resolve())).toBe(true);
    push(transport);
    expect(await transport.flush(1000, Promise.resolve())).toBe(true);
    expect(row()).toMatchObject({ sent: 1 });
    expect(runtime.timers()).toBe(0);
  });

  it('is false when the time is up, and nothing is dropped for it', async () => {
    const transport = createWith();
    runtime.server.hold = true;
    push(transport);
    const flushed = transport.flush(1000, Promise.resolve());
    await runtime.advance(1000);
    expect(await flushed).toBe(false);
    expect(row()).toMatchObject({ pending: 1, dropped: {} });
  });

  it('does not sit out a back-off', async () => {
    const transport = createWith();
    let attempts = 0;
    runtime.server.answer = () => ({ status: ++attempts < 2 ? 503 : 200 });
    push(transport);
    await settle();
    expect(attempts).toBe(1);
    expect(await transport.flush(1000, Promise.resolve())).toBe(true);
    expect(attempts).toBe(2);
  });
});

describe('the last words of a dying process', () => {
  it('take everything, in flight or waiting, once, and count each answer', async () => {
    const transport = createWith();
    runtime.server.hold = true;
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) push(transport, id, id);
    await settle();
    const bodies: string[] = [];
    transport.flushSync((given) => {
      bodies.push(...given.map(String));
      return [200, 200, 200, 403, undefined].map((status) => (status === undefined ? undefined : { status, header: () => undefined }));
    });
    expect(bodies).toHaveLength(6);
    expect(row()).toMatchObject({ sent: 3, pending: 0, dropped: { send_error: 1, network_error: 2 } });
    expect(lost).toEqual(['d', 'e', 'f']);
    transport.flushSync(() => {
      throw new Error('called with nothing pending');
    });
    runtime.server.release();
    await settle();
    expect(row()).toMatchObject({ sent: 3, pending: 0 });
  });
});

it('a way to say them that throws costs the parcels, counted, and nothing else', () => {
  const transport = createWith();
  push(transport);
  expect(() => transport.flushSync(() => { throw new Error('no threads'); })).not.toThrow();
  expect(row()).toMatchObject({ pending: 0, dropped: { network_error: 1 } });
});

describe('closing', () => {
  it('counts what is left and leaves no timer; what comes later is counted too', async () => {
    const transport = createWith();
    runtime.server.answer = () => ({ status: 503 });
    push(transport);
    await settle();
    expect(runtime.timers()).toBe(1);
    transport.close();
    expect(runtime.timers()).toBe(0);
    push(transport);
    await settle();
    expect(row()).toMatchObject({ pending: 0, dropped: { closed: 2 } });
  });

  it('tells a flush that still waits what became of the rest: not all was sent', async () => {
    const transport = createWith();
    runtime.server.answer = () => ({ status: 503 });
    push(transport);
    const flushed = transport.flush(2000, Promise.resolve());
    await settle();
    transport.close();
    expect(await flushed).toBe(false);
    expect(runtime.timers()).toBe(0);
  });
});
