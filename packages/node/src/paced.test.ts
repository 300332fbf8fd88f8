import { describe, expect, it } from 'vitest';
import { useSdk } from '../test/use-sdk';
import type { NodeOptions } from './index';
import { audit, captureMessage, close, init, stats } from './index';

const { lines } = useSdk();

describe('what captures something after an await, whenever it is called', () => {
  const again = (): Promise<void> => Promise.resolve().then(() => void captureMessage('again'));
  it.each<[string, NodeOptions]>([
    ['beforeSend', { beforeSend: (event) => again().then(() => event) }],
    ['beforeSend that goes on without it', { beforeSend: (event) => (void again(), event) }],
    ['beforeSend that drops', { beforeSend: () => again().then(() => null) }],
    ['an audit in beforeSend', { flood: { burst: 30, perSecond: 1 }, beforeSend: (event) => Promise.resolve().then(() => (void audit('again', { actor: { id: 'ada' } }), event)) }],
    ['an event processor', { integrations: [{ name: 'Again', processEvent: (event) => again().then(() => event) }] }],
    ['onDrop', { beforeSend: () => null, onDrop: () => void again() }],
    ['onDrop of what is sampled out', { sampleRate: 0, onDrop: () => void again() }],
  ])('leaves the event loop its turns: %s', async (_what, options) => {
    const transport = () => ({ post: async () => ({ status: 200 }) });
    const client = init({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', spool: false, flood: false, sendClientReports: false, defaultIntegrations: false, transport, ...options });
    captureMessage('first');
    await new Promise((resolve) => setTimeout(resolve, 1));
    await close(0);
    const { captured = 0, sent = 0, dropped = {}, pending } = client.stats().error ?? {};
    expect(captured).toBeGreaterThan(1);
    expect({ pending, ended: sent + Object.values(dropped).reduce((sum, count) => sum + count, 0) }).toEqual({ pending: 0, ended: captured });
  });

  it('ends where onDrop does so at once', () => {
    init({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', spool: false, flood: false, defaultIntegrations: false, beforeSend: () => null, onDrop: () => void captureMessage('again') });
    captureMessage('first');
    expect(stats().error).toMatchObject({ captured: 11, pending: 0, dropped: { before_send: 11 } });
    expect(lines).toEqual([]);
  });
});
