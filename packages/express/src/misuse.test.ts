import { close, hashFromEventId } from '@tocsin/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, errorPage, requestHandler, setupExpressErrorHandler } from './index';

// JavaScript callers forget the brackets, and bring option names along. What is meant happens, or a line says what does not.

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text).trimEnd()) > 0);
});
afterEach(() => vi.restoreAllMocks());

describe.each(versions)('$name: middlewares that nobody has called', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  it('work as if they had been, and a line each says that they must be', async () => {
    shop = await openShop(express, (app) => {
      app.use(requestHandler as never);
      app.get('/', () => {
        throw new Error('broken');
      });
      app.get('/fine', (_request, response) => void response.send('fine'));
      app.use(errorHandler as never);
      app.use(errorPage as never);
    });
    expect(await (await shop.get('/fine')).text()).toBe('fine');
    const response = await shop.get('/');
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('class="hash"')]);
    await shop.get('/');
    const [event] = await shop.events();
    expect(response.headers.get('x-error-hash')).toBe(hashFromEventId(event?.event_id ?? ''));
    expect(event).toMatchObject({ transaction: 'GET /', exception: { values: [{ value: 'broken' }] } });
    expect(lines).toEqual(
      ['requestHandler', 'errorHandler', 'errorPage'].map((name) => `[tocsin] T1012: ${name} must be called: app.use(${name}()). Anything else is left out, or taken for what was probably meant.`),
    );
  });
});

describe.each(versions)('$name: options of middlewares', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  const open = async (build: Parameters<typeof openShop>[1]): Promise<void> => {
    shop = await openShop(express, build);
  };

  it('that nobody reads are named, once, with what may have been meant', async () => {
    await open((app) => {
      app.use(requestHandler({ trackIncomingRequestAsSessions: false } as never));
      setupExpressErrorHandler(app, { shouldHandleError: () => true } as never);
      app.use(errorHandler({ shouldHandleError: () => true } as never));
      app.use(errorPage({ text: () => ({}) } as never));
    });
    expect(lines).toEqual([
      '[tocsin] T1003: Option trackIncomingRequestAsSessions of requestHandler() is not known (was trackIncomingRequestsAsSessions meant?); it is ignored.',
      '[tocsin] T1003: Option shouldHandleError of setupExpressErrorHandler() is not known (set shouldReport); it is ignored.',
      '[tocsin] T1003: Option shouldHandleError of errorHandler() is not known (set shouldReport); it is ignored.',
      '[tocsin] T1003: Option text of errorPage() is not known (was texts meant?); it is ignored.',
    ]);
  });

  it('of the wrong kind are named, and their default applies', async () => {
    await open((app) => {
      app.use(requestHandler('yes' as never));
      app.use(requestHandler({ trackIncomingRequestsAsSessions: 'no' } as never));
      app.get('/', () => {
        throw new Error('broken');
      });
      app.use(errorHandler({ shouldReport: true } as never));
      app.use(errorPage({ texts: { heading: 'Oh' } } as never));
    });
    expect((await shop.get('/')).headers.get('x-error-hash')).not.toBeNull();
    expect(lines).toEqual([
      '[tocsin] T1003: Option options of requestHandler() must be an object; the default is used.',
      '[tocsin] T1003: Option trackIncomingRequestsAsSessions of requestHandler() must be true or false; the default is used.',
      '[tocsin] T1003: Option shouldReport of errorHandler() must be a function; the default is used.',
      '[tocsin] T1003: Option texts of errorPage() must be a function; the default is used.',
    ]);
  });

  it('that fit, or are left out, cost no line', async () => {
    await open((app) => {
      app.use(requestHandler({ trackIncomingRequestsAsSessions: undefined }), requestHandler(null as never), requestHandler({}));
      app.use(errorHandler({ shouldReport: () => true }), errorPage({ texts: () => ({}) }));
    });
    expect(lines).toEqual([]);
  });

  it('are checked as well where init comes later, or never', async () => {
    await open(() => undefined);
    await close();
    errorHandler({ shouldReprot: () => true } as never);
    expect(lines).toEqual(['[tocsin] T1003: Option shouldReprot of errorHandler() is not known (was shouldReport meant?); it is ignored.']);
  });
});
