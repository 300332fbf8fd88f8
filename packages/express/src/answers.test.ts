import { close, hashFromEventId } from '@tocsin/node';
import type { Response as ExpressResponse } from 'express5';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import type { ErrorPageOptions } from './index';
import { errorHandler, errorPage, requestHandler, wrapAsync } from './index';

describe.each(versions)('$name: the answer to a failed request', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  const open = async (routes: (app: ReturnType<typeof express>) => void, options?: ErrorPageOptions): Promise<void> => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler());
      routes(app);
      app.use(errorHandler());
      app.use(errorPage(options));
    });
  };
  const fail = (): never => {
    throw new Error('the password is hunter2');
  };

  it('is a page for browsers, and tells nothing of the inside', async () => {
    await open((app) => app.get('/', fail));
    const response = await shop.get('/', { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).not.toMatch(/hunter2|at fail|Error:/);
  });

  it('is problem details for who asks for JSON, with the same hash as in the event', async () => {
    await open((app) => app.get('/', fail));
    const response = await shop.get('/', { accept: 'application/json' });
    const [event] = await shop.events();
    const id = event?.event_id ?? '';
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      error_hash: hashFromEventId(id),
      instance: expect.stringMatching(/^urn:uuid:/),
    });
  });

  it('has no body when only the headers are asked for', async () => {
    await open((app) => app.get('/', fail));
    const response = await fetch(shop.url, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(response.headers.get('x-error-hash')).not.toBeNull();
  });

  it('has the status that the app set before it failed', async () => {
    await open((app) =>
      app.get('/', (_request, response) => {
        response.status(503);
        fail();
      }),
    );
    expect((await shop.get('/')).status).toBe(503);
  });

  it('does not describe the file that was about to be sent', async () => {
    await open((app) =>
      app.get('/', (_request, response) => {
        response.set({ 'content-type': 'text/csv', 'content-length': '3', 'content-encoding': 'gzip', 'content-disposition': 'attachment; filename=a.csv', etag: '"1"', 'x-kept': 'yes' });
        fail();
      }),
    );
    const response = await shop.get('/');
    expect(await response.text()).toContain('Something went wrong');
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-kept': 'yes' });
    for (const name of ['content-encoding', 'content-disposition', 'etag']) expect(response.headers.get(name)).toBeNull();
  });

  it('takes the words of the app', async () => {
    await open((app) => app.get('/', fail), { texts: (status) => ({ lang: 'de', heading: `Fehler ${status}` }) });
    expect(await (await shop.get('/')).text()).toMatch(/<html lang="de">[^]*<h1>Fehler 500<\/h1>/);
  });

  it('takes ours when asking for words fails', async () => {
    await open((app) => app.get('/', fail), {
      texts: () => {
        throw new Error('no words');
      },
    });
    expect(await (await shop.get('/')).text()).toContain('Something went wrong');
  });

  it('is left to Express when we fail ourselves, and the error stays the app\'s', async () => {
    await open((app) => {
      app.use((_request, response, next) => {
        response.setHeader = () => {
          throw new Error('no headers');
        };
        next();
      });
      app.get('/', fail);
      app.use((error: unknown, _request: unknown, response: ExpressResponse, next: (error: unknown) => void) => {
        Reflect.deleteProperty(response, 'setHeader');
        next(error);
      });
    });
    expect((await shop.get('/')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'the password is [Filtered]' }] } }]);
  });

  it('comes also for promises that reject with nothing', async () => {
    await open((app) => app.get('/', wrapAsync(() => Promise.reject())));
    expect((await shop.get('/')).status).toBe(500);
    expect(await shop.events()).toMatchObject([{ exception: { values: [{ value: 'Rejected promise' }] } }]);
  });

  it('is the same without the SDK started, without a hash', async () => {
    await open((app) => app.get('/', fail));
    await close();
    const response = await shop.get('/');
    expect([response.status, response.headers.get('x-error-hash')]).toEqual([500, null]);
    expect(await response.text()).toMatch(/Something went wrong(?![^]*class="hash")/);
  });
});
