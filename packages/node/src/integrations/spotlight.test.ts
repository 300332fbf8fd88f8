import { startIntake } from '@tocsin/kit/intake';
import { describe, expect, it, vi } from 'vitest';
import { startPostBox } from '../../test/post-box';
import { useSdk } from '../../test/use-sdk';
import { captureMessage, flush, init, stats } from '../index';
import { spotlightIntegration } from './spotlight';

const { lines, undoing } = useSdk();

/** Takes every POST, as Spotlight does, and says what came. */
const startSpotlight = async () => {
  const { origin, posted: copies, close: stop } = await startPostBox();
  undoing.push(stop);
  return { copies, url: `${origin}/stream` };
};

const startServer = async () => {
  const intake = await startIntake();
  undoing.push(intake.close);
  return intake;
};

describe('the option spotlight', () => {
  it('sends a copy, uncompressed, and the event to its server as ever', async () => {
    const [{ copies, url }, intake] = await Promise.all([startSpotlight(), startServer()]);
    init({ dsn: intake.dsn(), spotlight: url, sendClientReports: false });
    const text = 'a text that nobody can press together: '.padEnd(8000, Math.random().toString(36));
    captureMessage(text);
    expect(await flush()).toBe(true);
    await expect.poll(() => copies.length).toBe(1);
    expect(copies[0]).toMatchObject({ path: '/stream', headers: { 'content-type': 'application/x-sentry-envelope' } });
    expect(copies[0]?.headers).not.toHaveProperty('content-encoding');
    expect(copies[0]?.headers).not.toHaveProperty('x-sentry-auth');
    expect(copies[0]?.body).toContain(text.slice(0, 5000));
    expect(intake.events()).toHaveLength(1);
    expect(stats().error).toMatchObject({ captured: 1, sent: 1 });
    expect(lines).toEqual([]);
  });

  it('leaves no breadcrumb of the copies, and hands no trace on in them', async () => {
    const [{ copies, url }, intake] = await Promise.all([startSpotlight(), startServer()]);
    init({ dsn: intake.dsn(), spotlight: url, sendClientReports: false });
    captureMessage('first');
    await flush();
    await expect.poll(() => copies.length).toBe(1);
    captureMessage('second');
    await flush();
    expect(copies[0]?.headers).not.toHaveProperty('sentry-trace');
    expect(intake.events().map(({ breadcrumbs }) => breadcrumbs?.values ?? [])).toEqual([[], []]);
  });

  it('is read from the environment', async () => {
    const [{ copies, url }, intake] = await Promise.all([startSpotlight(), startServer()]);
    vi.stubEnv('TOCSIN_SPOTLIGHT', url);
    init({ dsn: intake.dsn() });
    captureMessage('hello');
    await expect.poll(() => copies.length).toBeGreaterThan(0);
    expect(intake.events()).toHaveLength(1);
  });

  it.each([undefined, '', '  '])('makes Spotlight the server where there is no DSN (%s), and nothing is sampled away', async (dsn) => {
    const { copies, url } = await startSpotlight();
    init({ dsn, spotlight: url, sampleRate: 0, sendClientReports: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(copies).toMatchObject([{ path: '/stream', body: expect.stringContaining('hello') }]);
    expect(stats().error).toMatchObject({ captured: 1, sent: 1 });
    expect(lines).toEqual([]);
  });

  it.each([
    ['with a DSN', true],
    ['without one', false],
  ])('says once that Spotlight is not there, and nothing else changes (%s)', async (_how, withDsn) => {
    const intake = await startServer();
    init({ ...(withDsn && { dsn: intake.dsn() }), spotlight: 'http://127.0.0.1:9/stream' });
    for (let n = 0; n < 3; n++) captureMessage('hello');
    await flush(withDsn ? 2000 : 300);
    await expect.poll(() => lines).toEqual([expect.stringContaining('T1008: Spotlight does not take its copy at http://127.0.0.1:9/stream')]);
    expect(intake.events()).toHaveLength(withDsn ? 3 : 0);
  });

  it('that is no address is named, and the usual one is taken', async () => {
    const intake = await startServer();
    init({ dsn: intake.dsn(), spotlight: 'ftp://nowhere' });
    expect(lines).toEqual([expect.stringContaining('T1003: Option spotlight must be true, false or the address of Spotlight')]);
  });

  it('switches nothing on where everything is switched off', async () => {
    const { copies, url } = await startSpotlight();
    init({ spotlight: url, enabled: false });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(copies).toEqual([]);
  });

  it('never makes init throw, whatever it is', async () => {
    const intake = await startServer();
    const trap = { toString: () => { throw new Error('trap'); } };
    for (const spotlight of [7, {}, [], trap, Symbol('s'), () => true, null]) {
      for (const dsn of [intake.dsn(), trap, undefined]) expect(() => init({ dsn: dsn as never, spotlight: spotlight as never })).not.toThrow();
    }
    expect(() => spotlightIntegration({ sidecarUrl: trap as never })).not.toThrow();
  });
});
