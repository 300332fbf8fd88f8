import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashFromEventId } from '@tocsin/node';
import type { NodeOptions } from '@tocsin/node';
import type { ErrorRequestHandler } from 'express5';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, errorPage, requestHandler, setupExpressErrorHandler, wrapAsync } from './index';

const HASH = /^[a-z]{5}(-[a-z]{5}){3}$/;
const hashIn = (page: string): string | undefined => /<p class="hash" translate="no">([^<]*)</.exec(page)?.[1];

describe.each(versions)('$name: errors', ({ name, express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  /** The whole set-up around `routes`. */
  const open = async (routes: (app: ReturnType<typeof express>) => void, options?: NodeOptions): Promise<void> => {
    shop = await openShop(
      express,
      (app) => {
        app.use(requestHandler());
        routes(app);
        setupExpressErrorHandler(app);
        app.use(errorPage());
      },
      options,
    );
  };

  const fail = (message = 'broken'): never => {
    throw new Error(message);
  };

  it('that a handler throws are reported, and the page shows a hash that resolves', async () => {
    await open((app) => app.get('/', () => fail()));
    const response = await shop.get('/', { accept: 'text/html' });
    const hash = hashIn(await response.text());
    const [event, ...others] = await shop.events();
    expect(response.status).toBe(500);
    expect(hash).toMatch(HASH);
    expect(hashFromEventId(event?.event_id ?? '')).toBe(hash);
    expect(response.headers.get('x-error-hash')).toBe(hash);
    expect(event).toMatchObject({ level: 'error', transaction: 'GET /', exception: { values: [{ type: 'Error', value: 'broken', mechanism: { type: 'auto.middleware.express', handled: false } }] } });
    expect(others).toEqual([]);
  });

  it('of asynchronous handlers are reported', async () => {
    const late = async (): Promise<never> => {
      await sleep(1);
      return fail('late');
    };
    await open((app) => app.get('/', name === 'Express 4' ? wrapAsync(late) : late));
    expect((await shop.get('/')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'late' }] } }]);
  });

  it('handed to next are reported', async () => {
    await open((app) => app.get('/', (_request, _response, next) => void setTimeout(() => next(new Error('handed on')), 1)));
    await shop.get('/');
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'handed on' }] } }]);
  });

  it('that are no Error objects are reported, once', async () => {
    await open((app) => app.get('/', (_request, _response, next) => next('only text')));
    expect(hashIn(await (await shop.get('/')).text())).toMatch(HASH);
    expect(await shop.events()).toHaveLength(1);
  });

  it('of a stream that breaks after the headers are reported, and nothing is added to the response', async () => {
    await open((app) =>
      app.get('/', (_request, response, next) => {
        response.write('first half');
        const source = new Readable({ read: () => undefined });
        source.on('error', next);
        setTimeout(() => source.destroy(new Error('stream broke')), 1);
      }),
    );
    const response = await shop.get('/');
    await expect(response.text()).rejects.toThrow('terminated');
    expect(response.status).toBe(200);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'stream broke' }] } }]);
  });

  it('that the client is to blame for are answered, not reported', async () => {
    await open((app) => {
      app.use(express.json());
      app.post('/', () => fail());
      app.get('/status', (_request, _response, next) => next(Object.assign(new Error('no such lamp'), { status: 404 })));
      app.get('/code', (_request, _response, next) => next(Object.assign(new Error('not so fast'), { statusCode: 429, headers: { 'Retry-After': '9' } })));
    });
    expect((await shop.get('/nowhere')).status).toBe(404);
    const missing = await shop.get('/status');
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('<p>no such lamp</p>')]);
    const limited = await shop.get('/code');
    expect([limited.status, limited.headers.get('retry-after'), limited.headers.get('x-error-hash')]).toEqual([429, '9', null]);
    const malformed = await fetch(shop.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    expect(malformed.status).toBe(400);
    expect(await shop.events()).toEqual([]);
  });

  it('are not reported when the client hung up', async () => {
    let notice: (error: unknown) => void = () => undefined;
    const noticed = new Promise<unknown>((resolve) => (notice = resolve));
    await open((app) =>
      app.post('/', (request, _response, next) => {
        request.on('error', (error) => {
          notice(error);
          next(error);
        });
        request.once('data', () => upload.destroy());
      }),
    );
    const upload = httpRequest(shop.url, { method: 'POST', headers: { 'content-length': '100' } });
    upload.on('error', () => undefined);
    upload.write('half of it');
    expect(await noticed).toMatchObject({ code: 'ECONNRESET' });
    await sleep(20);
    expect(await shop.events()).toEqual([]);
  });

  it('of another connection that broke are reported', async () => {
    await open((app) => app.get('/', (_request, _response, next) => next(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))));
    await shop.get('/');
    expect(await shop.events()).toHaveLength(1);
  });

  it('are passed on once, unchanged, with the hash for whoever answers', async () => {
    const error = Object.freeze(new Error('broken'));
    const seen: unknown[] = [];
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', () => {
        throw error;
      });
      app.use(errorHandler());
      app.use(((thrown, _request, response, _next) => {
        seen.push(thrown);
        response.status(503).json(response.locals);
      }) satisfies ErrorRequestHandler);
    });
    const response = await shop.get('/');
    const [event] = await shop.events();
    expect(seen).toEqual([error]);
    expect(seen[0]).toBe(error);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ tocsin: { eventId: event?.event_id, errorHash: response.headers.get('x-error-hash') } });
  });

  it.each<[string, NodeOptions]>([
    ['reported', {}],
    ['sampled out', { sampleRate: 0 }],
    ['not sent at all', { dsn: '' }],
  ])('are passed on at once when they are %s, so that one which follows in the same turn does not overtake them', async (_case, options) => {
    const answered: unknown[] = [];
    shop = await openShop(
      express,
      (app) => {
        app.use(requestHandler());
        app.get('/', (_request, _response, next) => {
          next(new Error('first'));
          next(new Error('second'));
        });
        setupExpressErrorHandler(app);
        app.use(((thrown, _request, response, _next) => {
          answered.push(thrown);
          if (!response.headersSent) response.status(500).json(response.locals);
        }) satisfies ErrorRequestHandler);
        app.use(((_thrown, _request, _response, _next) => undefined) satisfies ErrorRequestHandler);
      },
      options,
    );
    const response = await shop.get('/');
    expect(answered).toMatchObject([{ message: 'first' }]);
    const events = await shop.events();
    expect(response.headers.get('x-error-hash') ?? undefined).toBe(events.map(({ event_id }) => hashFromEventId(event_id))[0]);
  });

  it('leave the id of the event in res.sentry, too, where handlers of apps that come from Sentry look for it', async () => {
    const seen: unknown[] = [];
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use('/theirs', (_request, response, next) => void next(Reflect.set(response, 'sentry', 'theirs') && undefined));
      app.use(() => fail());
      app.use(errorHandler());
      app.use(((_thrown, _request, response, _next) => {
        seen.push(Reflect.get(response, 'sentry'));
        response.end();
      }) satisfies ErrorRequestHandler);
    });
    await shop.get('/');
    await shop.get('/theirs');
    const [event] = await shop.events();
    expect(seen).toEqual([event?.event_id, 'theirs']);
  });

  it('get the answer of Express itself where no page is set up, with the hash in the header', async () => {
    shop = await openShop(express, (app) => {
      app.get('/', () => fail());
      setupExpressErrorHandler(app);
    });
    const response = await shop.get('/');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<pre>');
    expect(response.headers.get('x-error-hash')).toMatch(HASH);
  });

  it('are reported with their request where nothing isolates requests', async () => {
    shop = await openShop(express, (app) => {
      app.get('/lamps/:id', () => fail());
      app.use(errorHandler());
    });
    await shop.get('/lamps/7?colour=red');
    expect(await shop.events()).toMatchObject([{ transaction: 'GET /lamps/:id', request: { url: `${shop.url}/lamps/7`, query_string: 'colour=red' } }]);
  });

  it('are reported as the app chooses', async () => {
    shop = await openShop(express, (app) => {
      app.get('/tea', (_request, _response, next) => next(Object.assign(new Error('teapot'), { status: 418 })));
      app.get('/', () => fail());
      setupExpressErrorHandler(app, { shouldReport: (error) => error instanceof Error && error.message === 'teapot' });
    });
    await Promise.all([shop.get('/tea'), shop.get('/')]);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'teapot' }] } }]);
  });

  it.each([
    ['sampled out', { sampleRate: 0 }],
    ['dropped by a hook', { beforeSend: () => null }],
  ])('show no hash when they are %s', async (_case, options) => {
    await open((app) => app.get('/', () => fail()), options);
    const response = await shop.get('/');
    expect(hashIn(await response.text())).toBeUndefined();
    expect(response.headers.get('x-error-hash')).toBeNull();
    expect(await shop.events()).toEqual([]);
  });

  it('show no hash, and do not keep anybody waiting, when a hook takes its time', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await open((app) => app.get('/', () => fail()), { beforeSend: (event) => held.then(() => event) });
    // It would never come if it waited for the hook.
    const page = await (await shop.get('/')).text();
    expect(hashIn(page)).toBeUndefined();
    letGo();
    expect(await shop.events()).toHaveLength(1);
  });

  it('show no phantom: every hash of many resolves', async () => {
    await open((app) => app.get('/', () => fail()), { beforeSend: (event) => (event.event_id.charCodeAt(20) % 2 === 0 ? event : null) });
    const pages = await Promise.all(Array.from({ length: 40 }, async () => hashIn(await (await shop.get('/')).text())));
    const shown = new Set(pages.filter((hash) => hash !== undefined));
    expect(shown.size).toBeGreaterThan(0);
    expect(shown.size).toBeLessThan(40);
    // One more comes than was shown: the trailing event, which tells how many were folded.
    const delivered = new Set((await shop.events()).map(({ event_id }) => hashFromEventId(event_id)));
    expect([...shown].filter((hash) => !delivered.has(hash))).toEqual([]);
  });

  it('in a flood show the hash of the event that stands for them, and say so', async () => {
    await open((app) => app.get('/', () => fail()), { flood: { burst: 2, perSecond: 1 } });
    const answers: { readonly representative?: true; readonly error_hash?: string }[] = [];
    for (let n = 0; n < 4; n++) answers.push(JSON.parse(await (await shop.get('/', { accept: 'application/json' })).text()));
    expect(answers.map(({ representative }) => representative ?? false)).toEqual([false, false, true, true]);
    const delivered = (await shop.events()).map(({ event_id }) => hashFromEventId(event_id));
    for (const { error_hash: hash } of answers) expect(delivered).toContain(hash);
  });

  it('are delivered by the time close() is through', async () => {
    await open((app) => app.get('/', () => fail()));
    await shop.get('/');
    const { intake } = shop;
    await shop.close();
    expect(intake.events()).toHaveLength(1);
  });
});
