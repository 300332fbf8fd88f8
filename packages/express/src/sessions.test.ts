import { flush, httpIntegration, stats } from '@tocsin/node';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shop } from '../test/shop';
import { openShop, versions } from '../test/shop';
import { errorHandler, requestHandler } from './index';

interface Counts {
  readonly aggregates: readonly { readonly exited?: number; readonly errored?: number; readonly crashed?: number }[];
}

describe.each(versions)('$name: sessions', ({ express }) => {
  let shop: Shop;
  afterEach(() => shop.close());

  interface Wanted {
    readonly release?: string;
    /** Whether `requestHandler` counts. */
    readonly track?: boolean;
    /** Whether Node's own integration counts; absent, it is not installed. */
    readonly http?: boolean;
  }

  const open = async (options: Wanted): Promise<void> => {
    shop = await openShop(
      express,
      (app) => {
        app.use(requestHandler({ trackIncomingRequestsAsSessions: options.track }));
        app.get('/', (_request, response) => void response.send('fine'));
        app.get('/fails', () => {
          throw new Error('broken');
        });
        app.use(errorHandler());
      },
      { release: options.release, integrations: options.http === undefined ? [] : [httpIntegration({ trackIncomingRequestsAsSessions: options.http })] },
    );
  };

  /** All aggregates together: a minute may have turned while the test ran. */
  const counts = async () => {
    await flush();
    const aggregates = (shop.intake.items('sessions') as Counts[]).flatMap((sent) => sent.aggregates);
    const sum = (ending: 'exited' | 'errored' | 'crashed') => aggregates.reduce((total, aggregate) => total + (aggregate[ending] ?? 0), 0);
    return { exited: sum('exited'), errored: sum('errored'), crashed: sum('crashed') };
  };

  it('tell how requests ended', async () => {
    await open({ release: 'shop@1' });
    await Promise.all([shop.get('/'), shop.get('/fails'), shop.get('/'), shop.get('/missing')]);
    await expect.poll(() => stats().session?.captured).toBe(4);
    expect(await counts()).toEqual({ exited: 3, errored: 0, crashed: 1 });
  });

  it('tell each request once where Node’s own integration counts too, whichever of them captures its error', async () => {
    await open({ release: 'shop@1', http: true });
    await Promise.all([shop.get('/'), shop.get('/fails'), shop.get('/'), shop.get('/missing')]);
    await expect.poll(() => stats().session?.captured).toBe(4);
    expect(await counts()).toEqual({ exited: 3, errored: 0, crashed: 1 });
  });

  it.each([
    { http: true, track: false },
    { http: false, track: true },
    { http: false, track: false },
  ])('are not counted when one of both is told not to: %j', async (wanted) => {
    await open({ release: 'shop@1', ...wanted });
    await shop.get('/');
    await shop.events();
    expect(stats().session).toBeUndefined();
  });

  it('are not counted without a release, nor when they are switched off', async () => {
    await open({});
    await shop.get('/');
    await shop.close();
    await open({ release: 'shop@1', track: false });
    await shop.get('/');
    await shop.events();
    expect(stats().session).toBeUndefined();
    expect(shop.intake.items('sessions')).toEqual([]);
  });
});
