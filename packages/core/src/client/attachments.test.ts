import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../audit/audit';
import type { Attachment } from '../event/attachment';
import { captureException, captureMessage } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { flush, stats } from './lifecycle';
import { getIsolationScope, withScope } from './scopes';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
/** Names of the files that came, envelope by envelope. */
const files = () => runtime.server.received.map(({ items }) => items.filter(({ header }) => header['type'] === 'attachment').map(({ header }) => header['filename']));
const note = (filename: string, data: Attachment['data'] = 'x'): Attachment => ({ filename, data });

beforeEach(() => {
  runtime = fakeRuntime();
});
afterEach(() => closeOn(runtime));

describe('attachments', () => {
  it('go in the envelope of their event, behind it, and are counted', async () => {
    start();
    withScope((scope) => {
      scope.addAttachment({ filename: 'config.json', data: '{"a":1}', contentType: 'application/json', attachmentType: 'event.attachment' });
      captureException(new Error('x'), { attachments: [note('bytes.bin', new Uint8Array([1, 2, 3]))] });
    });
    await settle();
    const [envelope] = runtime.server.received;
    expect(envelope?.items.map(({ header }) => header)).toEqual([
      expect.objectContaining({ type: 'event' }),
      { type: 'attachment', filename: 'config.json', content_type: 'application/json', attachment_type: 'event.attachment', length: 7 },
      { type: 'attachment', filename: 'bytes.bin', length: 3 },
    ]);
    expect(envelope?.items[1]?.payload).toBe('{"a":1}');
    expect(stats().attachment).toMatchObject({ captured: 2, sent: 2, pending: 0, dropped: {} });
  });

  it('end with their scope, and when they are cleared', async () => {
    start();
    getIsolationScope().addAttachment(note('always'));
    withScope((scope) => {
      scope.addAttachment(note('here'));
      captureMessage('1');
      scope.clearAttachments();
      captureMessage('2');
    });
    captureMessage('3');
    getIsolationScope().clear();
    captureMessage('4');
    await settle();
    expect(files()).toEqual([['always', 'here'], ['always'], ['always'], []]);
  });

  it('of text hold no secret; bytes are copied, and go as they were', async () => {
    start();
    const bytes = new TextEncoder().encode('as it was');
    captureMessage('x', { attachments: [note('mail-me@shop.example.txt', 'first line\ncard 4111 1111 1111 1111\n'), note('raw', bytes)] });
    bytes.fill(0);
    await settle();
    const [, text, raw] = runtime.server.received[0]?.items ?? [];
    expect(text?.payload).toMatch(/^first line\ncard \[Filtered\]\n$/);
    expect(text?.header['filename']).not.toContain('@shop.example');
    expect(raw?.payload).toBe('as it was');
    expect(stats().attachment?.scrubbed).toBeDefined();
  });

  it.each<[string, () => unknown]>([
    ['above 20 MiB', () => note('large', new Uint8Array(20 * 1024 * 1024 + 1))],
    ['of text above 20 MiB', () => note('large', 'x'.repeat(20 * 1024 * 1024 + 1))],
    ['without data', () => ({ filename: 'empty' })],
    ['that are none', () => null],
    ['that cannot be read', () => ({ get data(): string { throw new Error('trap'); } })],
  ])('%s are left out, counted and told; the event and the others go', async (_what, bad) => {
    const drops: string[] = [];
    start({ onDrop: ({ category, reason }) => void drops.push(`${category} ${reason}`) });
    captureMessage('x', { attachments: [note('good'), bad() as Attachment, note('too')] });
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
    expect(files()).toEqual([['good', 'too']]);
    expect(stats().attachment).toMatchObject({ captured: 3, sent: 2, pending: 0, dropped: { invalid: 1 } });
    expect(drops).toEqual(['attachment invalid']);
  });

  it.each<[string, () => unknown]>([
    ['a number', () => 7],
    ['a text', () => 'text'],
    ['an object', () => ({})],
    ['null', () => null],
    ['a revoked proxy', () => {
      const { proxy, revoke } = Proxy.revocable([], {});
      revoke();
      return proxy;
    }],
  ])('that are no list but %s cost nothing', async (_what, attachments) => {
    start();
    captureMessage('x', { attachments: attachments() as never });
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
  });

  it('can be added and taken away by hooks', async () => {
    start({
      beforeSend(event, hint) {
        hint.attachments = [...(hint.attachments ?? []).filter(({ filename }) => filename !== 'secret'), note('by hook')];
        return event;
      },
    });
    getIsolationScope().addEventProcessor((event, hint) => {
      hint.attachments?.push(note('by processor'));
      return event;
    });
    getIsolationScope().addAttachment(note('secret'));
    captureMessage('1');
    captureMessage('2');
    await settle();
    expect(files()).toEqual([['by processor', 'by hook'], ['by processor', 'by hook']]);
  });

  it('do not go with what was dropped, nor with audits, nor with events that stand for a flood', async () => {
    start({ flood: { burst: 1, perSecond: 0.001 }, sendClientReports: false, beforeSend: (event) => (event.level === 'debug' ? null : event) });
    getIsolationScope().addAttachment(note('file'));
    captureMessage('dropped', 'debug');
    await audit('user.delete', { actor: { id: '7' } });
    for (let count = 0; count < 3; count++) captureMessage('many');
    await flush();
    expect(files()).toEqual([[], ['file'], []]);
    expect(stats().attachment).toMatchObject({ captured: 1, sent: 1 });
  });

  it('share the end of their event', async () => {
    start();
    runtime.server.answer = () => ({ status: 403 });
    captureMessage('x', { attachments: [note('a'), note('b')] });
    await settle();
    expect(stats().attachment).toMatchObject({ captured: 2, pending: 0, dropped: { send_error: 2 } });
  });
});
