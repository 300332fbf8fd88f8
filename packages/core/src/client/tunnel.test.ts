import { fakeRuntime } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { captureMessage } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { close, flush } from './lifecycle';
import { copyToSpotlight } from './spotlight';

const start = (options: ClientOptions) => {
  const runtime = fakeRuntime();
  const client = initClient({ dsn: 'https://key:secret@errors.example:8443/in/7', sendClientReports: false, ...options }, runtime);
  return { runtime, client };
};
afterEach(() => close(0));

describe('the option tunnel', () => {
  it('puts the DSN into the header of each envelope, without the secret', async () => {
    const { runtime, client } = start({ tunnel: '/errors' });
    captureMessage('hello');
    await flush();
    expect(client.getDestination()).toMatchObject({ tunnel: '/errors', dsn: { projectId: '7' } });
    expect(runtime.server.received.map(({ header }) => header)).toEqual([expect.objectContaining({ dsn: 'https://key@errors.example:8443/in/7' })]);
  });

  it.each([[undefined], ['']])('is none when it is %j', async (tunnel) => {
    const { runtime, client } = start({ tunnel });
    captureMessage('hello');
    await flush();
    expect(client.getDestination()?.tunnel).toBeUndefined();
    expect(runtime.server.received[0]?.header).not.toHaveProperty('dsn');
    expect(runtime.reported).toEqual([]);
  });

  it('is named when it is no text, and nothing else is lost', async () => {
    const { runtime } = start({ tunnel: { href: '/errors' } as never });
    captureMessage('hello');
    await flush();
    expect(runtime.reported).toEqual([{ code: 'T1003', detail: 'tunnel' }]);
    expect(runtime.server.events()).toHaveLength(1);
  });

  it('needs a DSN: without one nobody would know where to', () => {
    const { runtime, client } = start({ dsn: undefined, tunnel: '/errors' });
    expect(client.isEnabled()).toBe(false);
    expect(runtime.reported).toEqual([expect.objectContaining({ code: 'T1001' })]);
  });

  it('is nothing to Spotlight, which is told no DSN', async () => {
    const { client } = start({ tunnel: '/errors' });
    const copies: string[] = [];
    client.addIntegration(copyToSpotlight('http://localhost:8969/stream', async (body) => ({ status: copies.push(String(body)) && 200, header: () => undefined })));
    captureMessage('hello');
    await flush();
    expect(copies.map((copy) => JSON.parse(copy.split('\n', 1)[0] ?? ''))).toEqual([expect.not.objectContaining({ dsn: expect.anything() })]);
  });
});
