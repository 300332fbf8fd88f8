import type { FakeRuntime } from '@tocsin/kit';
import { asyncScopes, closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureException, captureMessage, errorHash } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { stats } from '../client/lifecycle';
import { setUser } from '../client/scopes';
import type { Event } from '../event/event';
import { audit } from './audit';
import { masquerade } from './masquerade';

const admin = { type: 'admin', id: 'anna' };
const customer = { type: 'customer', id: 'carl' };
let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
const sent = async (): Promise<Event[]> => {
  await settle();
  await settle();
  return runtime.server.events();
};
const records = async () => (await sent()).flatMap(({ contexts }) => (contexts?.['audit'] ? [contexts['audit']] : []));

beforeEach(() => void (runtime = fakeRuntime({ scopes: asyncScopes() })));

afterEach(() => closeOn(runtime));

describe('an audit record', () => {
  it('goes out as an event that every server can keep, group and search', async () => {
    start();
    const id = await audit('user.password.reset', { actor: admin, target: [{ type: 'user', id: '42' }], reason: 'forgot it', ticket: 'T-1' });
    expect(await sent()).toMatchObject([
      {
        event_id: id,
        level: 'info',
        logger: 'audit',
        logentry: { message: 'user.password.reset by %s on %s', formatted: 'user.password.reset by anna on user 42', params: ['anna', 'user 42'] },
        fingerprint: ['audit', 'user.password.reset', 'user', 'admin'],
        tags: { 'audit.action': 'user.password.reset', 'audit.outcome': 'success', 'audit.actor': 'anna', 'audit.target': 'user:42' },
        contexts: { audit: { action: 'user.password.reset', kind: 'admin', actor: admin, target: [{ type: 'user', id: '42' }], outcome: 'success', reason: 'forgot it', ticket: 'T-1' } },
      },
    ]);
  });

  it.each([1, 3])('is kept whole, whatever the depth of other data: %i', async (normalizeDepth) => {
    start({ normalizeDepth });
    const details = {
      actor: { ...admin, onBehalfOf: { type: 'team', id: 'ops' } },
      target: [{ type: 'user', id: '42', address: { city: 'Wien' } }],
      changes: { address: { old: { street: 'A 1', lines: ['c/o'] }, new: { street: 'B 2', lines: [] } }, roles: { old: ['reader'], new: ['reader', 'editor'] } },
    };
    await audit('user.change', details);
    expect(await records()).toMatchObject([details]);
  });

  it('groups by kinds, never by ids, so that the unusual is a new issue', async () => {
    start();
    const first = (id: string, action = 'order.refund') => audit(action, { actor: { type: 'support', id }, target: [{ type: 'order', id }] });
    const words = (await Promise.all([first('1'), first('2'), first('3', 'order.delete')])).map((id) => errorHash(id)?.split('-')[0]);
    expect(words[0]).toBe(words[1]);
    expect(words[2]).not.toBe(words[0]);
  });

  it('is never sampled out, and no hook can delete it or its record', async () => {
    const hooks: NonNullable<ClientOptions['beforeSend']>[] = [
      () => null,
      () => { throw new Error('hook'); },
      (event) => { delete event.contexts; return event; },
      (event) => { if (event.contexts) event.contexts['audit'] = {}; throw new Error('half-way'); },
      () => Promise.reject(new Error('late')),
    ];
    runtime.chance = 0.99;
    for (const beforeSend of hooks) {
      start({ sampleRate: 0, beforeSend });
      await audit('a.b', { actor: admin });
    }
    await runtime.advance(2000);
    expect((await records()).map(({ action, actor }) => [action, actor])).toEqual(hooks.map(() => ['a.b', admin]));
  });

  it('goes out as it was, when the process dies while a hook still takes its time', async () => {
    const client = start({ beforeSend: () => new Promise(() => undefined) });
    void audit('a.b', { actor: admin });
    const bodies: string[] = [];
    client.flushSync((given) => given.map((body) => (bodies.push(String(body)), { status: 200, header: () => undefined })));
    expect(bodies.join()).toContain('"action":"a.b"');
    expect(stats().error).toMatchObject({ sent: 1, dropped: {} });
  });

  it('may be redacted by a hook', async () => {
    start({ beforeSend: (event) => ({ ...event, contexts: { ...event.contexts, audit: { ...event.contexts?.['audit'], reason: '-' } } }) });
    await audit('a.b', { actor: admin, reason: 'private' });
    expect(await records()).toMatchObject([{ reason: '-', actor: admin }]);
  });

  it('is scrubbed like everything else', async () => {
    start();
    await audit('user.update', { actor: admin, changes: { password: { old: 'a', new: 'b' }, name: { old: 'A', new: 'B' } } });
    expect(await records()).toMatchObject([{ changes: { password: '[Filtered]', name: { old: 'A', new: 'B' } } }]);
  });

  it('names the scope\'s user when no actor is given, and says so when it knows nobody', async () => {
    start();
    await audit('a.unknown');
    await audit('a.anonymous', { anonymous: true });
    setUser({ id: 'ursula' });
    await audit('a.user');
    expect((await records()).map(({ action, actor }) => [action, actor])).toEqual([
      ['a.unknown', { type: 'unknown', id: 'unknown' }],
      ['a.anonymous', { type: 'anonymous', id: 'anonymous' }],
      ['a.user', { id: 'ursula' }],
    ]);
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T5001']);
  });

  it('before init comes to nothing, without an exception', async () => {
    expect(await audit('a.b', { actor: admin })).toBe('0'.repeat(32));
  });

  it('cannot be a masquerade without whom and why: the types refuse it', () => {
    // @ts-expect-error a masquerade needs onBehalfOf and reason
    const missing = () => audit('x.y', { kind: 'masquerade', actor: admin });
    // @ts-expect-error and a reason is not enough
    const half = () => audit('x.y', { kind: 'masquerade', actor: admin, reason: 'r' });
    expect([missing, half]).toHaveLength(2);
  });
});

describe('a masquerade', () => {
  it('stamps everything inside with both people, also in work it started, and nothing outside', async () => {
    start();
    await masquerade({ actor: admin, onBehalfOf: customer, reason: 'ticket 7' }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      captureException(new Error('inside'));
      captureMessage('warned', 'warning');
      await audit('order.refund', { target: [{ type: 'order', id: '1' }] });
    });
    captureException(new Error('outside'));
    const events = await sent();
    for (const event of events.slice(0, -1)) expect(event.tags).toMatchObject({ 'audit.actor': 'anna', 'audit.on_behalf_of': 'carl' });
    expect(events.find(({ message }) => message === 'warned')?.contexts?.['masquerade']).toMatchObject({ actor: admin, onBehalfOf: customer });
    expect(events.at(-1)?.tags).not.toHaveProperty('audit.actor');
    expect((await records()).map(({ action, actor, onBehalfOf, session }) => [action, actor, onBehalfOf, (session as { phase: string }).phase])).toEqual([
      ['masquerade.start', admin, customer, 'start'],
      ['order.refund', admin, customer, 'act'],
      ['masquerade.end', admin, customer, 'end'],
    ]);
    expect(new Set((await records()).map(({ session }) => (session as { id: string }).id)).size).toBe(1);
  });

  it('writes the end record with the hash of what was thrown, and throws it on', async () => {
    start();
    const error = new Error('inside');
    expect(() => masquerade({ actor: admin, onBehalfOf: customer, reason: 'r' }, () => { throw error; })).toThrow(error);
    await expect(masquerade({ actor: admin, onBehalfOf: customer, reason: 'r' }, () => Promise.reject(new Error('late')))).rejects.toThrow('late');
    const events = await sent();
    const failed = events.filter(({ exception }) => exception);
    expect(failed.map(({ tags }) => tags?.['audit.actor'])).toEqual(['anna', 'anna']);
    expect((await records()).filter(({ outcome }) => outcome === 'failure').map(({ error: hash }) => hash)).toEqual(failed.map(({ tags }) => tags?.['error_hash']));
    expect(stats().error?.captured).toBe(6);
  });

  it('nests: the real person stays, the identities in between are kept', async () => {
    start();
    masquerade({ actor: admin, onBehalfOf: customer, reason: 'r' }, () =>
      masquerade({ actor: customer, onBehalfOf: { id: 'child' }, reason: 's' }, () => void audit('deep.act')),
    );
    const deep = (await records()).find(({ action }) => action === 'deep.act');
    expect(deep).toMatchObject({ actor: admin, onBehalfOf: { id: 'child', onBehalfOf: customer }, reason: 's' });
  });

  it('runs its body also before init', () => {
    expect(masquerade({ actor: admin, onBehalfOf: customer, reason: 'r' }, () => 7)).toBe(7);
  });
});

it('takes for absent what is undefined, also under exactOptionalPropertyTypes', async () => {
  start();
  const none: string | undefined = undefined;
  const person = { type: none, id: 'anna', name: none, email: none, onBehalfOf: undefined };
  await audit('a.b', { kind: undefined, actor: person, anonymous: undefined, target: [{ type: 'user', id: '1', name: none }], outcome: undefined, error: none, reason: none, ticket: none, changes: undefined, onBehalfOf: undefined });
  masquerade({ actor: person, onBehalfOf: person, reason: 'r', ticket: none }, () => undefined);
  const [record] = await records();
  expect(JSON.parse(JSON.stringify(record))).toEqual({ action: 'a.b', kind: 'admin', actor: { id: 'anna' }, target: [{ type: 'user', id: '1' }], outcome: 'success', at: expect.any(Number) });
});

describe('details of the wrong shape', () => {
  const trap = (): never => {
    throw new Error('trap');
  };
  const hostile = new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap });

  it.each([[null], [undefined], [7], ['text'], [{}], [{ actor: null }], [{ actor: {} }], [{ actor: hostile, target: hostile }], [hostile]])('%# still make a record, and nobody sees an exception', async (details) => {
    start();
    await expect(audit('a.b', details as never)).resolves.toMatch(/^[\da-f]{32}$/);
    await expect(audit(details as never)).resolves.toMatch(/^[\da-f]{32}$/);
    expect(masquerade(details as never, () => 7)).toBe(7);
    const made = await records();
    expect(made.length).toBe(4);
    for (const { actor } of made) expect(actor).toEqual({ type: 'unknown', id: 'unknown' });
    expect(new Set(runtime.reported.map(({ code }) => code))).toEqual(new Set(['T5001']));
  });

  it('take a single target for a list of one, and a bare id for a person', async () => {
    start();
    await audit('a.b', { actor: 'anna', target: { type: 'user', id: '1' } } as never);
    expect(await records()).toMatchObject([{ actor: { id: 'anna' }, target: [{ type: 'user', id: '1' }] }]);
  });
});
