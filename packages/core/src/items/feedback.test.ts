import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_EVENT_ID } from '../base/error-hash';
import { captureException } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { flush, stats } from '../client/lifecycle';
import { addBreadcrumb, setTag, setUser } from '../client/scopes';
import type { Event } from '../event/event';
import type { Feedback } from './feedback';
import { captureFeedback } from './feedback';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
const sent = async () => {
  await flush();
  return runtime.server.items('feedback') as Event[];
};
const row = () => stats().feedback;

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('captureFeedback', () => {
  it('sends an event of its own, in an envelope of its own, about another one', async () => {
    start({ release: 'shop@1', environment: 'staging', beforeSend: () => null });
    setUser({ id: '7' });
    setTag('shop', 'vienna');
    addBreadcrumb({ message: 'not for this' });
    const associatedEventId = 'a'.repeat(32);
    const id = captureFeedback({ message: 'The page is empty', name: 'Carl', email: 'carl@example.com', associatedEventId, url: 'https://shop.example/cart', source: 'form', tags: { form: 'footer' } });
    expect(id).toMatch(/^[\da-f]{32}$/);
    expect(await sent()).toEqual([
      {
        event_id: id,
        timestamp: runtime.now() / 1000,
        platform: 'node',
        level: 'info',
        release: 'shop@1',
        environment: 'staging',
        server_name: 'test',
        sdk: { name: 'tocsin.javascript.test', version: '0.0.0', settings: { infer_ip: 'never' } },
        user: { id: '7' },
        tags: { shop: 'vienna', form: 'footer' },
        contexts: {
          trace: { trace_id: expect.stringMatching(/^[\da-f]{32}$/), span_id: expect.stringMatching(/^[\da-f]{16}$/) },
          feedback: { message: 'The page is empty', name: 'Carl', contact_email: 'carl@example.com', associated_event_id: associatedEventId, url: 'https://shop.example/cart', source: 'form' },
        },
      },
    ]);
    expect(runtime.server.received.map(({ header, items }) => [header['event_id'], items.length])).toEqual([[id, 1]]);
    expect(row()).toMatchObject({ captured: 1, sent: 1, pending: 0 });
    expect(stats().error).toBeUndefined();
  });

  it('keeps who speaks, and takes secrets out of what is said', async () => {
    start();
    captureFeedback({ message: 'my password=hunter2-abcdef, ask eve@example.com', name: 'carl@example.com', email: 'carl@example.com', url: 'https://shop.example/?token=hunter2-abcdef' });
    const [event] = await sent();
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(JSON.stringify(event)).not.toContain('eve@');
    expect(event?.contexts?.['feedback']).toMatchObject({ name: 'carl@example.com', contact_email: 'carl@example.com' });
  });

  it('shortens a message to what servers keep', async () => {
    start();
    captureFeedback({ message: 'long '.repeat(2000) });
    expect((await sent())[0]?.contexts?.['feedback']?.['message']).toHaveLength(4096);
  });

  it('without a message sends nothing, and says so', async () => {
    start();
    for (const nothing of [{ message: '' }, {}, undefined, null, 7]) expect(captureFeedback(nothing as Feedback)).toBe(NO_EVENT_ID);
    expect(await sent()).toEqual([]);
    expect(runtime.reported).toEqual([{ code: 'T4001' }]);
    expect(row()).toBeUndefined();
  });

  it('takes anything beside the message', async () => {
    start();
    captureFeedback({ message: 'x', name: 7, email: {}, tags: 'none', url: null } as unknown as Feedback, 'hint' as never);
    expect((await sent())[0]?.contexts?.['feedback']).toEqual({ message: 'x', name: '7', contact_email: '{}' });
  });

  it('takes scope data for this feedback alone', async () => {
    start();
    captureFeedback({ message: 'x' }, { captureContext: { user: { id: '9' }, tags: { a: 'b' } } });
    expect((await sent())[0]).toMatchObject({ user: { id: '9' }, tags: { a: 'b' } });
  });

  it('is counted under its own category, and limited apart from errors', async () => {
    start();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:feedback:organization' } });
    captureFeedback({ message: 'x' });
    await flush();
    captureFeedback({ message: 'y' });
    captureException(new Error('passes'));
    await flush();
    expect(row()).toMatchObject({ captured: 2, sent: 1, dropped: { ratelimit_backoff: 1 } });
    expect(stats().error).toMatchObject({ sent: 1 });
  });

  it('is nothing where nothing can be sent', () => {
    expect(captureFeedback({ message: 'x' })).toBe(NO_EVENT_ID);
  });
});

describe('attachments of a feedback', () => {
  /** The items of the envelope, attachments as text. */
  const files = async () => {
    await flush();
    return runtime.server.received.flatMap(({ items }) => items.slice(1).map(({ header, payload }) => ({ header, payload })));
  };

  it('go in its envelope, bytes as they are and text without its secrets', async () => {
    start();
    const bytes = Buffer.from('PNG');
    captureFeedback(
      { message: 'x' },
      {
        attachments: [
          { filename: 'screen.png', data: bytes, contentType: 'image/png' },
          { filename: 'app.log', data: `${'line\n'.repeat(5000)}password=hunter2-abcdef — ünïcode`, attachmentType: 'event.attachment' },
        ],
      },
    );
    bytes.fill(0);
    const [image, log] = await files();
    expect(image).toEqual({ header: { type: 'attachment', filename: 'screen.png', content_type: 'image/png', length: 3 }, payload: 'PNG' });
    expect(log?.header).toMatchObject({ type: 'attachment', filename: 'app.log', attachment_type: 'event.attachment' });
    expect(log?.payload).toBe(`${'line\n'.repeat(5000)}password=[Filtered] — ünïcode`);
    expect(stats().attachment).toMatchObject({ captured: 2, sent: 2, pending: 0 });
    expect(Object.values(stats().attachment?.scrubbed ?? {})).toEqual([1]);
  });

  it('that cannot be sent cost only themselves, counted', async () => {
    start();
    const broken = {
      filename: 'x',
      get data(): string {
        throw new Error('gone');
      },
    };
    const attachments = [broken, { filename: 'no data' }, { filename: 'large', data: new Uint8Array(20 * 1024 * 1024 + 1) }, null, { data: 'fine' }] as never;
    const id = captureFeedback({ message: 'x' }, { attachments });
    expect((await files()).map(({ payload }) => payload)).toEqual(['fine']);
    expect(await sent()).toMatchObject([{ event_id: id }]);
    expect(stats().attachment).toMatchObject({ captured: 5, sent: 1, pending: 0, dropped: { invalid: 4 } });
  });

  it('are as many as one envelope may have', async () => {
    start();
    captureFeedback({ message: 'x' }, { attachments: Array.from({ length: 35 }, (_, n) => ({ filename: `${n}`, data: 'x' })) });
    expect(await files()).toHaveLength(30);
    expect(stats().attachment).toMatchObject({ dropped: { invalid: 5 } });
  });

  it('do not go where it does not go', async () => {
    start({ beforeSendFeedback: () => null });
    captureFeedback({ message: 'x' }, { attachments: [{ filename: 'x', data: 'x' }] });
    await flush();
    expect(stats().attachment).toBeUndefined();
  });

  it('share its end', async () => {
    start();
    runtime.server.answer = () => ({ status: 403 });
    captureFeedback({ message: 'x' }, { attachments: [{ filename: 'x', data: 'x' }] });
    await flush();
    expect(stats()).toMatchObject({ feedback: { dropped: { send_error: 1 } }, attachment: { dropped: { send_error: 1 } } });
  });
});

describe('beforeSendFeedback', () => {
  it('has the last word, and cannot change the id nor leak', async () => {
    let heard: unknown;
    start({
      beforeSendFeedback(event, hint) {
        heard = hint.data;
        return { ...event, event_id: 'other', contexts: { ...event.contexts, feedback: { ...event.contexts?.['feedback'], message: 'token=hunter2-abcdef' } } };
      },
    });
    const id = captureFeedback({ message: 'x', email: 'carl@example.com' }, { data: 'form 7' });
    expect(await sent()).toMatchObject([{ event_id: id, contexts: { feedback: { message: 'token=[Filtered]', contact_email: 'carl@example.com' } } }]);
    expect(heard).toBe('form 7');
  });

  it.each([
    ['answers null', () => null, 0],
    ['throws', () => { throw new Error('hook'); }, 1],
    ['answers a promise', () => Promise.resolve(null), 1],
  ])('that %s drops it, counted', async (_how, hook, told) => {
    start({ beforeSendFeedback: hook as unknown as NonNullable<ClientOptions['beforeSendFeedback']> });
    expect(captureFeedback({ message: 'x' })).toBe(NO_EVENT_ID);
    expect(await sent()).toEqual([]);
    expect(row()).toMatchObject({ captured: 1, pending: 0, dropped: { before_send: 1 } });
    expect(runtime.reported).toHaveLength(told);
  });
});
