import type { Event } from '@tocsin/core/wire';
import { captureMessage } from '@tocsin/node';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, requestHandler } from './index';

describe.each(versions)('$name: what an event tells of its request', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  const fail = (): never => {
    throw new Error('broken');
  };

  const only = async (): Promise<Event | undefined> => {
    const [event, ...others] = await shop.events();
    expect(others).toEqual([]);
    return event;
  };

  it('is address, headers, cookies and body, with what is secret filtered, and nobody\'s address', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use(express.json());
      app.post('/orders/:id', fail);
      app.use(errorHandler());
    });
    await fetch(`${shop.url}/orders/7?page=2&api_key=hunter2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer hunter2', 'x-forwarded-for': '203.0.113.7', cookie: 'theme=dark; session=hunter2', 'x-shop': 'north' },
      body: JSON.stringify({ quantity: 2, password: 'hunter2' }),
    });
    const event = await only();
    expect(event?.transaction).toBe('POST /orders/:id');
    expect(event?.request).toMatchObject({
      method: 'POST',
      url: `${shop.url}/orders/7`,
      query_string: 'page=2&api_key=[Filtered]',
      headers: { 'content-type': 'application/json', authorization: '[Filtered]', 'x-forwarded-for': '[Filtered]', 'x-shop': 'north' },
      cookies: { theme: 'dark', session: '[Filtered]' },
      data: { quantity: 2, password: '[Filtered]' },
    });
    expect(event?.request?.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('user');
    expect(JSON.stringify(event)).not.toMatch(/hunter2|203\.0\.113\.7|127\.0\.0\.1(?!:)/);
  });

  it('leaves the body to the app: nothing is read that the app has not read', async () => {
    let body = '';
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.post('/', (request, response) => {
        captureMessage('before the body');
        request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        request.on('end', () => response.end());
      });
    });
    await fetch(shop.url, { method: 'POST', body: 'all of it' });
    expect(body).toBe('all of it');
    expect((await only())?.request).not.toHaveProperty('data');
  });

  it('is read when something is captured, not before', async () => {
    let reads = 0;
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use((request, _response, next) => {
        const { headers } = request;
        Object.defineProperty(request, 'headers', {
          get() {
            reads += 1;
            return headers;
          },
        });
        next();
      });
      app.get('/', (_request, response) => {
        reads = 0;
        response.statusCode = 204;
        response.end();
      });
    });
    await shop.get('/');
    expect(reads).toBe(0);
  });

  it.each([
    ['/plain?x=1', 'GET /plain'],
    ['/users/7', 'GET /users/:id'],
    ['/shops/north/orders/7', 'GET /shops/:shop/orders/:id'],
    ['/shops/a%20b/orders/7/', 'GET /shops/:shop/orders/:id'],
    ['/shops/north', 'GET /shops/:shop'],
    ['/v1/deep/er/7', 'GET /v1/deep/er/:id'],
    ['/either', 'GET /either,/or'],
    ['/nowhere/7', undefined],
  ])('names the route of %s as %s, raw paths never', async (path, transaction) => {
    const { Router } = express;
    shop = await openShop(express, (app) => {
      const orders = Router().get('/orders/:id', fail).get('/', fail);
      const deep = Router().use('/deep', Router().use((_request, _response, next) => next(), Router().get('/er/:id', fail)));
      app.use(requestHandler());
      app.get('/plain', fail).get('/users/:id', fail).get(['/either', '/or'], fail);
      app.use('/shops/:shop', orders).use('/v1', deep);
      app.use(fail);
      app.use(errorHandler());
    });
    await shop.get(path);
    expect((await only())?.transaction).toBe(transaction);
  });

  it('names routes of an app in an app: whole inside of it, with a star for what only it knows', async () => {
    shop = await openShop(express, (app) => {
      const admin = express();
      admin.set('env', 'test');
      admin.get('/users/:id', (_request, _response, next) => {
        captureMessage('inside');
        next(new Error('outside'));
      });
      app.use(requestHandler());
      app.use('/admin', admin);
      app.use(errorHandler());
    });
    await shop.get('/admin/users/7');
    expect((await shop.events()).map(({ transaction }) => transaction)).toEqual(['GET /admin/users/:id', 'GET */users/:id']);
  });

  it('names a route also while it is handled', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.use(
        '/shops/:shop',
        express.Router().get('/orders/:id', (_request, response) => {
          captureMessage('inside');
          response.end();
        }),
      );
    });
    await shop.get('/shops/north/orders/7');
    expect((await only())?.transaction).toBe('GET /shops/:shop/orders/:id');
  });
});
