import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureMessage, setTag, setUser } from '@tocsin/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, requestHandler } from './index';

/** What is written to stderr from now on, in place of it. */
const stderrLines = (): (() => readonly string[]) => {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  return () => lines;
};

describe.each(versions)('$name: the scopes of requests', ({ express }) => {
  let shop: Shop;
  afterEach(async () => {
    vi.restoreAllMocks();
    await shop.close();
  });

  /** What each request reports as its own, by the name that it came with. */
  const reported = async (): Promise<readonly string[]> => (await shop.events()).map(({ tags, user, request }) => `${tags?.['name']} ${user?.id} ${request?.query_string}`).sort();
  const own = ['a a name=a', 'b b name=b', 'c c name=c'];
  const enter = (name: unknown): void => {
    setTag('name', String(name));
    setUser({ id: String(name) });
  };
  const askAll = (ask: (name: string) => Promise<Response>): Promise<unknown> => Promise.all(['a', 'b', 'c'].map(ask));

  it('are not mixed between requests at the same time, across awaits and timers', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', (request, response) => {
        enter(request.query['name']);
        void sleep(5).then(() =>
          setTimeout(() => {
            captureMessage('late');
            response.end();
          }, Math.random() * 10),
        );
      });
    });
    await askAll((name) => shop.get(`/?name=${name}`));
    expect(await reported()).toEqual(own);
  });

  it('are not mixed after a body was read', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use((request, _response, next) => {
        enter(request.query['name']);
        next();
      });
      app.use(express.json({ limit: '1mb' }));
      app.post('/', (request, response) => {
        captureMessage('after the body');
        response.json(request.body);
      });
    });
    const body = JSON.stringify({ long: 'x'.repeat(200_000) });
    await askAll((name) => fetch(`${shop.url}/?name=${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    expect(await reported()).toEqual(own);
  });

  it('are not mixed on one kept-alive connection', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', (request, response) => {
        enter(request.query['name']);
        response.once('finish', () => captureMessage('finished'));
        response.end();
      });
    });
    for (const name of ['a', 'b', 'c']) await (await shop.get(`/?name=${name}`)).text();
    expect(await reported()).toEqual(own);
  });

  it('are seen by listeners of request and response, also after the response', async () => {
    const closed: Promise<unknown>[] = [];
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', (request, response) => {
        enter(request.query['name']);
        closed.push(once(response, 'close'));
        response.on('close', () => captureMessage('closed'));
        response.end();
      });
    });
    await askAll((name) => shop.get(`/?name=${name}`));
    await Promise.all(closed);
    expect(await reported()).toEqual(own);
  });

  it('are those of the failing request, even when another one drove it to fail', async () => {
    const shared = new EventEmitter();
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/wait', (request, _response, next) => {
        enter(request.query['name']);
        shared.once('go', () => next(new Error('failed')));
        shared.emit('waiting');
      });
      app.get('/go', (_request, response) => {
        enter('intruder');
        shared.emit('go');
        response.end();
      });
      app.use(errorHandler());
    });
    const waiting = once(shared, 'waiting');
    const failing = shop.get('/wait?name=a');
    await waiting;
    await shop.get('/go');
    await failing;
    expect(await reported()).toEqual(['a a name=a']);
  });

  it('are missed where nobody isolates requests, once on stderr', async () => {
    const lines = stderrLines();
    shop = await openShop(express, (app) => {
      app.get('/', (_request, _response, next) => next(new Error('failed')));
      app.use(errorHandler());
    });
    await shop.get('/');
    await shop.get('/');
    expect(lines().filter((line) => line.includes('T1004'))).toEqual([expect.stringContaining('Let requestHandler() be the first middleware')]);
  });

  it('are not missed where they are', async () => {
    const lines = stderrLines();
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', (_request, _response, next) => next(new Error('failed')));
      app.use(errorHandler());
    });
    await shop.get('/');
    expect(lines()).toEqual([]);
  });

  it('do not leak out of requests', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', (_request, response) => {
        enter('inside');
        response.end();
      });
    });
    await shop.get('/');
    captureMessage('outside');
    const [event] = await shop.events();
    expect(event).not.toHaveProperty('user');
    expect(event).not.toHaveProperty('request');
  });
});
