import type express5 from 'express5';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, errorPage, requestHandler, wrapAsync } from './index';

describe.each(versions)('$name: what wrapAsync is given', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  it('may be a handler of app.param, which gets the value and the name', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.param(
        'lamp',
        wrapAsync(async (_request: express5.Request, _response: express5.Response, next: express5.NextFunction, value: string, name: string) => {
          if (value === '7') throw new Error(`no ${name} ${value}`);
          next();
        }),
      );
      app.get('/:lamp', (request, response) => response.send(request.params['lamp']));
      app.use(errorHandler(), errorPage());
    });
    expect(await (await shop.get('/8')).text()).toBe('8');
    expect((await shop.get('/7')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'no lamp 7' }] } }]);
  });

  it('may be a handler of errors, which stays one', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/fine', (_request, response) => response.send('fine'));
      app.use(() => {
        throw new Error('first');
      });
      app.use(
        wrapAsync(async (error: Error, _request: express5.Request, _response: express5.Response, _next: express5.NextFunction) => {
          throw new Error('second', { cause: error });
        }),
      );
      app.use(wrapAsync((_request, _response, next) => next()));
      app.use(errorHandler(), errorPage());
    });
    expect(await (await shop.get('/fine')).text()).toBe('fine');
    expect((await shop.get('/')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'first' }, { value: 'second' }] } }]);
  });

  it('fails where it is called when it is no handler', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      app.get('/', wrapAsync(undefined as never));
      app.use(errorHandler(), errorPage());
    });
    expect((await shop.get('/')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ type: 'TypeError' }] } }]);
  });
});
