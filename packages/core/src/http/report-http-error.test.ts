import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { hashFromEventId } from '../base/error-hash';
import { captureException } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { close, stats } from '../client/lifecycle';
import type { RequestBinding } from './binding';
import type { HttpErrorSource } from './report-http-error';
import { reportHttpError } from './report-http-error';

interface FakeRequest {
  readonly gone: boolean;
}

const binding: RequestBinding<FakeRequest> = {
  mechanism: 'auto.middleware.test',
  method: () => 'GET',
  url: () => '/users/7?page=2',
  headers: () => ({ authorization: 'Bearer s3cret' }),
  route: () => '/users/:id',
  body: () => undefined,
  isGone: ({ gone }) => gone,
};

const source = (more: Partial<HttpErrorSource<FakeRequest>> = {}): HttpErrorSource<FakeRequest> => ({ binding, request: { gone: false }, ...more });

const start = (options: ClientOptions = {}): FakeRuntime => {
  const runtime = fakeRuntime();
  initClient({ dsn: 'https://k@example.com/1', ...options }, runtime);
  return runtime;
};

const captured = (): number => stats()['error']?.captured ?? 0;

describe('an error that a framework hands over', () => {
  afterEach(() => close());

  it('becomes an event with its request, scrubbed, and a hash that resolves', async () => {
    const { server, advance, timers } = start({ flood: false });
    const report = await reportHttpError(new Error('broken'), source());
    await advance(0);
    const [event] = server.events();
    expect(event).toMatchObject({
      transaction: 'GET /users/:id',
      request: { method: 'GET', url: '/users/7', query_string: 'page=2', headers: { authorization: '[Filtered]' } },
      exception: { values: [{ value: 'broken', mechanism: { type: 'auto.middleware.test', handled: false } }] },
    });
    expect(report).toEqual({ eventId: event?.event_id, errorHash: hashFromEventId(event?.event_id ?? '') });
    expect(timers()).toBe(0);
  });

  it('is one occurrence with what the app captured of it itself', async () => {
    start();
    const error = new Error('broken');
    const eventId = captureException(error);
    expect(await reportHttpError(error, source())).toMatchObject({ eventId });
    expect(captured()).toBe(1);
  });

  it.each([
    ['is sampled out', { sampleRate: 0 }],
    ['is dropped by a hook', { beforeSend: () => null }],
    ['is dropped by a late hook', { beforeSend: () => Promise.resolve(null) }],
    ['meets a hook that throws', { beforeSend: () => { throw new Error('no'); } }],
  ])('has no hash to show when it %s', async (_case, options) => {
    start(options);
    expect(await reportHttpError(new Error('broken'), source())).not.toHaveProperty('errorHash');
  });

  it('is waited for while a hook takes time, 50 ms at most', async () => {
    let release = (): void => undefined;
    const { advance } = start({ beforeSend: (event) => new Promise((resolve) => (release = () => resolve(event))) });
    let report: unknown;
    void Promise.resolve(reportHttpError(new Error('broken'), source())).then((answer) => {
      report = answer;
    });
    await advance(49);
    expect(report).toBeUndefined();
    await advance(1);
    expect(report).not.toHaveProperty('errorHash');
    expect(report).toHaveProperty('eventId');
    release();
  });

  it('shows its hash when the hook is through in time', async () => {
    start({ beforeSend: async (event) => event });
    expect(await reportHttpError(new Error('broken'), source())).toHaveProperty('errorHash');
  });

  it('is not reported when the server is not to blame', async () => {
    start();
    expect(await reportHttpError(Object.assign(new Error('missing'), { status: 404 }), source())).toBeUndefined();
    expect(captured()).toBe(0);
  });

  it('is reported as the app chooses', async () => {
    start();
    const missing = Object.assign(new Error('missing'), { status: 404 });
    expect(await reportHttpError(missing, source({ shouldReport: () => true }))).toHaveProperty('errorHash');
    expect(await reportHttpError(new Error('broken'), source({ shouldReport: () => false }))).toBeUndefined();
  });

  it.each<readonly [how: string, shouldReport: () => unknown]>([
    ['threw', () => { throw new Error('no'); }],
    // A rejection that nobody handles fails the run.
    ['answered a promise', () => Promise.reject(new Error('no'))],
  ])('is reported by the default when the choice %s', async (how, shouldReport) => {
    const { reported } = start();
    expect(await reportHttpError(new Error('broken'), source({ shouldReport: shouldReport as never }))).toHaveProperty('errorHash');
    expect(await reportHttpError(Object.assign(new Error('missing'), { status: 404 }), source({ shouldReport: shouldReport as never }))).toBeUndefined();
    expect(reported.map(({ code, detail }) => `${code} ${detail}`)).toEqual([`T1003 shouldReport ${how}`, 'T1004 undefined']);
  });

  it('is not reported when the choice says nothing', async () => {
    start();
    expect(await reportHttpError(new Error('broken'), source({ shouldReport: (() => undefined) as never }))).toBeUndefined();
  });

  it.each([{ code: 'ECONNRESET' }, { code: 'EPIPE' }, { code: 'ERR_STREAM_PREMATURE_CLOSE' }, { name: 'AbortError' }, { type: 'request.aborted' }])('is not reported when the client hung up: %o', async (mark) => {
    start();
    const error = Object.assign(new Error('aborted'), mark);
    expect(await reportHttpError(error, source({ request: { gone: true } }))).toBeUndefined();
    expect(await reportHttpError(error, source())).toHaveProperty('errorHash');
  });

  it('is reported when it cannot be told whether the client is gone', async () => {
    start();
    const blind: RequestBinding<FakeRequest> = {
      ...binding,
      isGone: () => {
        throw new Error('no socket');
      },
    };
    expect(await reportHttpError(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }), source({ binding: blind }))).toHaveProperty('errorHash');
  });

  it('is reported when the client is gone and the error is another one', async () => {
    start();
    expect(await reportHttpError(new Error('broken'), source({ request: { gone: true } }))).toHaveProperty('errorHash');
  });

  it('is no event without a client', async () => {
    expect(await reportHttpError(new Error('broken'), source())).toBeUndefined();
    start({ enabled: false });
    expect(await reportHttpError(new Error('broken'), source())).toBeUndefined();
  });
});
