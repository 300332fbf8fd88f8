import type { FakeRuntime } from '@tocsin/kit';
import { asyncScopes, closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_EVENT_ID } from '../base/error-hash';
import { captureException } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { flush, stats } from '../client/lifecycle';
import { getIsolationScope, setTag } from '../client/scopes';
import type { CheckIn, MonitorConfig } from './check-in';
import { captureCheckIn, withMonitor } from './check-in';

let runtime: FakeRuntime;

const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
const sent = async () => {
  await flush();
  return runtime.server.items('check_in') as Record<string, unknown>[];
};
const row = () => stats().monitor;

beforeEach(() => void (runtime = fakeRuntime({ scopes: asyncScopes() })));

afterEach(() => closeOn(runtime));

describe('captureCheckIn', () => {
  it('sends each in an envelope of its own, in the protocol’s names, and answers with the id', async () => {
    start({ release: 'shop@1' });
    const config: MonitorConfig = { schedule: { type: 'crontab', value: '*/5 * * * *' }, checkinMargin: 1, maxRuntime: 2, timezone: 'Europe/Vienna', failureIssueThreshold: 3, recoveryThreshold: 4, owner: 'team:shop' };
    const checkInId = captureCheckIn({ monitorSlug: 'nightly-job', status: 'in_progress' }, config);
    const again = captureCheckIn({ monitorSlug: 'nightly-job', status: 'ok', checkInId, duration: 12.5 });
    expect(checkInId).toMatch(/^[\da-f]{32}$/);
    expect(again).toBe(checkInId);
    const trace = { trace_id: expect.stringMatching(/^[\da-f]{32}$/), span_id: expect.stringMatching(/^[\da-f]{16}$/) };
    const common = { check_in_id: checkInId, monitor_slug: 'nightly-job', release: 'shop@1', environment: 'production', contexts: { trace } };
    const monitor_config = {
      schedule: { type: 'crontab', value: '*/5 * * * *' },
      checkin_margin: 1,
      max_runtime: 2,
      timezone: 'Europe/Vienna',
      failure_issue_threshold: 3,
      recovery_threshold: 4,
      owner: 'team:shop',
    };
    expect(await sent()).toEqual([
      { ...common, status: 'in_progress', monitor_config },
      { ...common, status: 'ok', duration: 12.5 },
    ]);
    expect(runtime.server.received.map(({ items }) => items.map(({ header }) => header['type']))).toEqual([['check_in'], ['check_in']]);
    expect(row()).toMatchObject({ captured: 2, sent: 2, pending: 0 });
  });

  it('is counted when it is lost, under its own category', async () => {
    start();
    runtime.server.answer = () => ({ headers: { 'x-sentry-rate-limits': '60:monitor:organization' } });
    captureCheckIn({ monitorSlug: 'a', status: 'ok' });
    await flush();
    captureCheckIn({ monitorSlug: 'a', status: 'ok' });
    captureException(new Error('passes'));
    await flush();
    expect(row()).toMatchObject({ captured: 2, sent: 1, dropped: { ratelimit_backoff: 1 } });
    expect(stats().error).toMatchObject({ sent: 1 });
  });

  it('takes anything, and answers with zeros where nothing can be sent', async () => {
    expect(captureCheckIn({ monitorSlug: 'a', status: 'ok' })).toBe(NO_EVENT_ID);
    start();
    const odd: unknown[] = [{ monitorSlug: 'a' }, { monitorSlug: 'a', status: {}, duration: 1n, checkInId: 7 }];
    for (const one of odd) expect(captureCheckIn(one as CheckIn, one as MonitorConfig)).toMatch(/^[\da-f]{32}$/);
    expect(await sent()).toHaveLength(odd.length);
    expect(row()).toMatchObject({ captured: odd.length, sent: odd.length });
  });

  it.each([undefined, null, 7, 'x', {}, { monitorSlug: '' }, { monitorSlug: {} }, { monitorSlug: 7 }])('of %j, which names no monitor, sends nothing and says so', async (odd) => {
    start();
    expect(captureCheckIn(odd as unknown as CheckIn)).toBe(NO_EVENT_ID);
    expect(await sent()).toHaveLength(0);
    expect(row()).toBeUndefined();
    expect(runtime.reported.map(({ code }) => code)).toEqual(['T4004']);
  });

  it('carries no secret', async () => {
    start();
    captureCheckIn({ monitorSlug: 'a', status: 'password=hunter2-abcdef' as 'ok' });
    expect(JSON.stringify(await sent())).not.toContain('hunter2');
  });
});

describe('withMonitor', () => {
  it('tells that a job began and ended, and how long it took', async () => {
    start();
    const answer = await withMonitor('nightly', async () => {
      await runtime.advance(2500);
      return 42;
    });
    expect(answer).toBe(42);
    const [began, ended] = await sent();
    expect(began).toMatchObject({ monitor_slug: 'nightly', status: 'in_progress' });
    expect(ended).toMatchObject({ check_in_id: began?.['check_in_id'], status: 'ok', duration: 2.5 });
  });

  it('passes on what a synchronous job returns and throws', async () => {
    start();
    const error = new Error('broken');
    expect(withMonitor('a', () => 'done')).toBe('done');
    expect(() =>
      withMonitor('b', () => {
        throw error;
      }),
    ).toThrow(error);
    expect((await sent()).map(({ status }) => status)).toEqual(['in_progress', 'ok', 'in_progress', 'error']);
  });

  it('passes on a rejection unchanged, and leaves it unhandled where nobody handles it', async () => {
    start();
    const error = new Error('broken');
    const failing = withMonitor('a', () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    expect((await sent()).map(({ status }) => status)).toEqual(['in_progress', 'error']);
    expect(stats().error).toBeUndefined();
  });

  it('sends the configuration with both, for of a short job either may come first', async () => {
    start();
    const monitor_config = { schedule: { type: 'interval', value: 2, unit: 'hour' } } as const;
    withMonitor('a', () => undefined, monitor_config);
    expect(await sent()).toMatchObject([{ status: 'in_progress', monitor_config }, { status: 'ok', monitor_config }]);
  });

  it('gives the job scopes and a trace of its own, which its errors share', async () => {
    start();
    const outside = getIsolationScope();
    withMonitor('a', () => {
      setTag('job', 'a');
      captureException(new Error('inside'));
      expect(getIsolationScope()).not.toBe(outside);
    });
    withMonitor('b', () => undefined);
    const checkIns = await sent();
    const traces = checkIns.map(({ contexts }) => (contexts as { trace: { trace_id: string } }).trace.trace_id);
    expect(traces[0]).toBe(traces[1]);
    expect(traces[2]).not.toBe(traces[0]);
    expect(runtime.server.events()[0]?.contexts?.['trace']).toMatchObject({ trace_id: traces[0] });
    expect(outside.getScopeData().tags).toEqual({});
  });

  it('runs the job where nothing is initialised', () => {
    expect(withMonitor('a', () => 1)).toBe(1);
  });
});
