import type { Event } from '@tocsin/core/wire';
import { audit, captureMessage, hashFromEventId } from '@tocsin/node';
import type { MasqueradeDetails } from '@tocsin/node';
import type { Request } from 'express5';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, masqueradeAs, requestHandler } from './index';

const rita = { type: 'support', id: 'rita' };

const recordsIn = (events: readonly Event[]) => events.flatMap(({ contexts }) => (contexts?.['audit'] ? [contexts['audit']] : []));

describe.each(versions)('$name: acting as somebody else', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  const open = async (routes: (app: ReturnType<typeof express>) => void): Promise<void> => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use(
        '/as/:customer',
        masqueradeAs((request: Request) => {
          if (request.params['customer'] === 'nobody') return undefined;
          if (request.params['customer'] === 'forbidden') throw Object.assign(new Error('not this one'), { status: 403 });
          return { actor: rita, onBehalfOf: { type: 'customer', id: String(request.params['customer']) }, reason: 'ticket 12' };
        }),
      );
      app.use(express.json());
      routes(app);
      app.use(errorHandler());
    });
  };

  it('is recorded from start to end, and everything between names both', async () => {
    await open((app) =>
      app.post('/as/:customer', (_request, response) => {
        captureMessage('while acting');
        void audit('order.refund', { target: [{ type: 'order', id: '7' }] });
        response.end();
      }),
    );
    await fetch(`${shop.url}/as/carla`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ long: 'x'.repeat(90_000) }) });
    await expect.poll(async () => recordsIn(await shop.events()).map(({ action, session, outcome }) => [action, session, outcome])).toMatchObject([
      ['masquerade.start', { phase: 'start' }, 'success'],
      ['order.refund', { phase: 'act' }, 'success'],
      ['masquerade.end', { phase: 'end' }, 'success'],
    ]);
    for (const event of await shop.events()) expect(event.tags).toMatchObject({ 'audit.actor': 'rita', 'audit.on_behalf_of': 'carla' });
    expect((await shop.events()).slice(1).map(({ transaction }) => transaction)).toEqual(Array.from({ length: 3 }, () => 'POST /as/:customer'));
  });

  it('ends with the error that the request ended with, by its hash, captured once', async () => {
    await open((app) =>
      app.get('/as/:customer', () => {
        throw new Error('broken');
      }),
    );
    const hash = (await shop.get('/as/carla')).headers.get('x-error-hash');
    await expect.poll(async () => recordsIn(await shop.events()).find(({ action }) => action === 'masquerade.end')).toMatchObject({ outcome: 'failure', error: hash });
    const errors = (await shop.events()).filter(({ exception }) => exception);
    expect(errors).toHaveLength(1);
    expect(hashFromEventId(errors[0]?.event_id ?? '')).toBe(hash);
    expect(errors[0]?.tags).toMatchObject({ 'audit.actor': 'rita', 'audit.on_behalf_of': 'carla' });
  });

  it('captures text that was thrown once as well', async () => {
    await open((app) => app.get('/as/:customer', (_request, _response, next) => next('only text')));
    await shop.get('/as/carla');
    await expect.poll(async () => recordsIn(await shop.events())).toHaveLength(2);
    expect((await shop.events()).filter(({ exception }) => exception)).toHaveLength(1);
  });

  it('waits for who has to look up first who acts for whom, and hands on what that fails with', async () => {
    let served = 0;
    await open((app) => {
      app.use(
        '/late/:customer',
        masqueradeAs(async (request: Request) => {
          await new Promise(setImmediate);
          if (request.params['customer'] === 'nobody') return undefined;
          if (request.params['customer'] === 'forbidden') throw Object.assign(new Error('not this one'), { status: 403 });
          if (request.params['customer'] === 'odd') return Promise.reject();
          return { actor: rita, onBehalfOf: { type: 'customer', id: String(request.params['customer']) }, reason: 'ticket 12' };
        }),
      );
      app.get('/late/:customer', (_request, response) => {
        served += 1;
        captureMessage('while acting');
        response.end();
      });
    });
    expect((await shop.get('/late/carla')).status).toBe(200);
    await expect.poll(async () => recordsIn(await shop.events()).map(({ action }) => action)).toEqual(['masquerade.start', 'masquerade.end']);
    for (const event of await shop.events()) expect(event.tags).toMatchObject({ 'audit.actor': 'rita', 'audit.on_behalf_of': 'carla' });
    expect((await shop.get('/late/nobody')).status).toBe(200);
    expect((await shop.get('/late/forbidden')).status).toBe(403);
    expect((await shop.get('/late/odd')).status).toBe(500);
    expect(served).toBe(2);
    expect(recordsIn(await shop.events())).toHaveLength(2);
  });

  it('ends when the client hangs up', async () => {
    const hangUp = new AbortController();
    await open((app) => app.get('/as/:customer', () => hangUp.abort()));
    await expect(fetch(`${shop.url}/as/carla`, { signal: hangUp.signal })).rejects.toThrow('aborted');
    await expect.poll(async () => recordsIn(await shop.events()).map(({ action }) => action)).toEqual(['masquerade.start', 'masquerade.end']);
  });

  it('happens also when request and response cannot be followed', async () => {
    shop = await openShop(express, (app) => {
      app.use((request, _response, next) => {
        Object.defineProperty(request, 'emit', { value: request.emit, writable: false });
        next();
      });
      app.use(requestHandler(), masqueradeAs(() => ({ actor: rita, onBehalfOf: { id: 'carla' }, reason: 'ticket 12' })));
      app.get('/', (_request, response) => {
        captureMessage('while acting');
        response.end();
      });
    });
    expect((await shop.get('/')).status).toBe(200);
    await expect.poll(async () => recordsIn(await shop.events())).toHaveLength(2);
    for (const event of await shop.events()) expect(event.tags).toMatchObject({ 'audit.actor': 'rita', 'audit.on_behalf_of': 'carla' });
  });

  it('happens only when somebody does', async () => {
    await open((app) => app.get('/as/:customer', (_request, response) => void response.end()));
    expect((await shop.get('/as/nobody')).status).toBe(200);
    expect(await shop.events()).toEqual([]);
  });

  it('is recorded with an unknown person where one is missing, and the request is served', async () => {
    shop = await openShop(express, (app) => {
      // What JavaScript lets through.
      app.use(requestHandler(), masqueradeAs(() => ({ actor: rita, onBehalfOf: undefined }) as unknown as MasqueradeDetails));
      app.get('/', (_request, response) => void response.end());
    });
    expect((await shop.get('/')).status).toBe(200);
    await expect.poll(async () => recordsIn(await shop.events())).toMatchObject([
      { action: 'masquerade.start', actor: rita, onBehalfOf: { id: 'unknown' } },
      { action: 'masquerade.end', actor: rita, onBehalfOf: { id: 'unknown' } },
    ]);
  });

  it('is refused when it cannot be said who acts', async () => {
    let reached = false;
    await open((app) => app.get('/as/:customer', () => (reached = true)));
    expect((await shop.get('/as/forbidden')).status).toBe(403);
    expect(reached).toBe(false);
  });
});
