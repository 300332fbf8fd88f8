import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startIntake } from '@tocsin/kit/intake';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureMessage, close, flush, getIsolationScope, init, stats } from './index';

interface Visit {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly header: unknown;
}

const undoing: (() => unknown)[] = [];
let lines: string[];

beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(async () => {
  await close(0);
  for (const undo of undoing.splice(0)) await undo();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The app's own place for envelopes, on loopback. */
const startTunnel = async () => {
  const visits: Visit[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1').on('data', (text) => (body += String(text)));
    request.on('end', () => {
      visits.push({ path: request.url, headers: request.headers, header: JSON.parse(body.split('\n', 1)[0] ?? '') });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undoing.push(() => (server.closeAllConnections(), server.close()));
  return { visits, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const DSN = 'http://0123456789abcdef0123456789abcdef@errors.example:9000/7';

describe('the option tunnel', () => {
  it('sends everything there, and the key only in the envelope', async () => {
    const { visits, origin } = await startTunnel();
    init({ dsn: DSN, tunnel: `${origin}/errors?for=shop`, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(visits).toMatchObject([{ path: '/errors?for=shop', headers: { 'content-type': 'application/x-sentry-envelope' }, header: { dsn: DSN } }]);
    expect(visits[0]?.headers).not.toHaveProperty('x-sentry-auth');
    expect(stats().error).toMatchObject({ captured: 1, sent: 1 });
  });

  it('is reached by the proxy that the environment names for its own host, not for that of the DSN', async () => {
    const { visits, origin } = await startTunnel();
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    vi.stubEnv('no_proxy', '127.0.0.1');
    init({ dsn: DSN, tunnel: `${origin}/errors`, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(visits).toHaveLength(1);
  });

  it('is handed no trace, and our own requests leave no breadcrumb', async () => {
    const { visits, origin } = await startTunnel();
    init({ dsn: DSN, tunnel: `${origin}/errors`, sendClientReports: false });
    captureMessage('first');
    await flush();
    await fetch(`${origin}/errors`, { method: 'POST', body: '{}' });
    await fetch(`${origin}/orders`, { method: 'POST', body: '{}' });
    expect(visits.map(({ path, headers }) => [path, 'sentry-trace' in headers])).toEqual([['/errors', false], ['/errors', false], ['/orders', true]]);
    const remembered = getIsolationScope().getScopeData().breadcrumbs;
    expect(remembered.map(({ category, data }) => [category, data?.['url']])).toEqual([['fetch', `${origin}/errors`], ['fetch', `${origin}/orders`]]);
  });

  it('without a host means nothing here: that is said once, and the server gets the event', async () => {
    const intake = await startIntake();
    undoing.push(intake.close);
    init({ dsn: intake.dsn(), tunnel: '/errors', sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(intake.events()).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining('T1003: Option tunnel must be a whole address')]);
  });

  it('leaves Spotlight alone, which takes the place of a server', async () => {
    const [tunnel, spotlight] = await Promise.all([startTunnel(), startTunnel()]);
    init({ tunnel: `${tunnel.origin}/errors`, spotlight: `${spotlight.origin}/stream`, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect([tunnel.visits.length, spotlight.visits.length]).toEqual([0, 1]);
    expect(spotlight.visits[0]?.header).not.toHaveProperty('dsn');
  });
});
