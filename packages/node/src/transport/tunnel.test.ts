import { startIntake } from '@tocsin/kit/intake';
import { describe, expect, it, vi } from 'vitest';
import type { Posted } from '../../test/post-box';
import { startPostBox } from '../../test/post-box';
import { useSdk } from '../../test/use-sdk';
import { captureMessage, flush, getIsolationScope, init, stats } from '../index';

const { lines, undoing } = useSdk();

/** The app's own place for envelopes, on loopback. */
const startTunnel = async () => {
  const { origin, posted, close: stop } = await startPostBox();
  undoing.push(stop);
  return { origin, posted };
};

const headerOf = ({ body }: Posted): unknown => JSON.parse(body.split('\n', 1)[0] ?? '');

const DSN = 'http://0123456789abcdef0123456789abcdef@errors.example:9000/7';

describe('the option tunnel', () => {
  it('sends everything there, and the key only in the envelope', async () => {
    const { posted, origin } = await startTunnel();
    init({ dsn: DSN, tunnel: `${origin}/errors?for=shop`, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(posted).toMatchObject([{ path: '/errors?for=shop', headers: { 'content-type': 'application/x-sentry-envelope' } }]);
    expect(posted.map(headerOf)).toMatchObject([{ dsn: DSN }]);
    expect(posted[0]?.headers).not.toHaveProperty('x-sentry-auth');
    expect(stats().error).toMatchObject({ captured: 1, sent: 1 });
  });

  it('is reached by the proxy that the environment names for its own host, not for that of the DSN', async () => {
    const { posted, origin } = await startTunnel();
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    vi.stubEnv('no_proxy', '127.0.0.1');
    init({ dsn: DSN, tunnel: `${origin}/errors`, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(posted).toHaveLength(1);
  });

  it('is handed no trace, and our own requests leave no breadcrumb', async () => {
    const { posted, origin } = await startTunnel();
    init({ dsn: DSN, tunnel: `${origin}/errors`, sendClientReports: false });
    captureMessage('first');
    await flush();
    await fetch(`${origin}/errors`, { method: 'POST', body: '{}' });
    await fetch(`${origin}/orders`, { method: 'POST', body: '{}' });
    expect(posted.map(({ path, headers }) => [path, 'sentry-trace' in headers])).toEqual([['/errors', false], ['/errors', false], ['/orders', true]]);
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
    expect([tunnel.posted.length, spotlight.posted.length]).toEqual([0, 1]);
    expect(spotlight.posted.map(headerOf)[0]).not.toHaveProperty('dsn');
  });
});
