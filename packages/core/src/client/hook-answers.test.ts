import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../event/event';
import { captureException, errorHash } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { close, stats } from './lifecycle';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);

const stop = async (): Promise<void> => {
  const closed = close(0);
  await runtime.advance(0);
  await closed;
};

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(stop);

describe('hooks', () => {
  it.each([
    ['on a server', {}],
    ['in a page', { createMemory: undefined }],
  ])('cannot change the id that the app was told, %s', async (_where, platform) => {
    runtime = Object.assign(fakeRuntime(), platform);
    const rename = (event: Event): Event => Object.assign(event, { event_id: 'f'.repeat(32) });
    start({ beforeSend: rename, flood: { burst: 1, perSecond: 1 } }).addEventProcessor(rename);
    const id = captureException(new Error('x'));
    expect(captureException(new Error('x'))).toBe(id);
    await settle();
    expect(runtime.server.events()).toMatchObject([{ event_id: id, tags: { error_hash: errorHash(id) } }]);
    expect(stats().error).toMatchObject({ sent: 1, folded: 1 });
  });
});
