import { flush } from '@tocsin/core';
import { CronJob } from 'cron';
import { nodeCron } from 'node-cron';
import schedule from 'node-schedule';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { cron } from './cron';

// Jobs of the real libraries, run by hand: their clocks are theirs.

let heard: Heard;
const stopping: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
  await heard.stop();
});

/** Where node-cron would print what a job throws. */
const silent = { info() {}, warn() {}, error() {}, debug() {} };

const start = (): Heard => (heard = hear());

const checkIns = async (): Promise<readonly unknown[]> => {
  await flush();
  return heard.runtime.server.items('check_in');
};

const crontab = (value: string, timezone?: string): object => ({ schedule: { type: 'crontab', value }, ...(timezone !== undefined && { timezone }) });

describe('cron', () => {
  it('a job made by new tells when it begins and ends, by the schedule as servers read it', async () => {
    start();
    const MonitoredJob = cron.instrumentCron(CronJob, 'nightly-report');
    const seen: unknown[] = [];
    const job = new MonitoredJob('0 30 3 * jan-mar mon,Fri', function (this: unknown, onComplete) { seen.push(this, onComplete); }, null, false, 'Europe/Vienna', { own: 'context' });
    await job.fireOnTick();
    expect(seen).toEqual([{ own: 'context' }, undefined]);
    expect(job).toBeInstanceOf(CronJob);
    const monitor = crontab('30 3 * 1-3 1,5', 'Europe/Vienna');
    expect(await checkIns()).toMatchObject([
      { monitor_slug: 'nightly-report', status: 'in_progress', monitor_config: monitor },
      { monitor_slug: 'nightly-report', status: 'ok', duration: expect.any(Number) },
    ]);
  });

  it('a job made by from that fails is told as failed, its error captured once in its own scope, and thrown on', async () => {
    const { events } = start();
    const caught: unknown[] = [];
    const error = new RangeError('too much');
    const job = cron.instrumentCron(CronJob, 'nightly-report').from({
      cronTime: '0 3 * * *',
      onTick: async () => {
        await Promise.resolve();
        throw error;
      },
      waitForCompletion: true,
      errorHandler: (thrown) => void caught.push(thrown),
    });
    await job.fireOnTick();
    expect(caught).toEqual([error]);
    const told = (await checkIns()) as readonly { readonly contexts: { readonly trace: { readonly trace_id: string } } }[];
    expect(told).toMatchObject([{ status: 'in_progress' }, { status: 'error' }]);
    expect(await events()).toMatchObject([
      { exception: { values: [{ type: 'RangeError', mechanism: { type: 'auto.cron.cron', handled: false } }] }, contexts: { trace: { trace_id: told[0]?.contexts.trace.trace_id } } },
    ]);
  });

  it('a job by an offset has no schedule that servers know', async () => {
    start();
    await cron.instrumentCron(CronJob, 'offset').from({ cronTime: '0 3 * * *', onTick: () => undefined, utcOffset: 120 }).fireOnTick();
    await new (cron.instrumentCron(CronJob, 'offset'))('0 3 * * *', () => undefined, null, false, null, null, false, 120).fireOnTick();
    expect((await checkIns()).map((checkIn) => [checkIn].some((one) => 'monitor_config' in Object(one)))).toEqual([false, false, false, false]);
  });

  it('before version 3 all may be in one object, and months count from 0', async () => {
    // As that version makes its jobs, which has no `from`.
    function OldCronJob(this: Record<string, unknown>, given: unknown, onTick: () => unknown) {
      this['tick'] = (Object(given) as { onTick?: unknown }).onTick ?? onTick;
    }
    start();
    const Monitored = cron.instrumentCron(OldCronJob, 'old') as unknown as new (...args: readonly unknown[]) => { tick: () => unknown };
    new Monitored({ cronTime: '0 3 * * *', onTick: () => undefined, timeZone: 'Europe/Vienna' }).tick();
    new Monitored('0 3 1 0-5 *', () => undefined).tick();
    expect((await checkIns()).map((checkIn) => [Object(checkIn).status, Object(checkIn).monitor_config])).toEqual([
      ['in_progress', crontab('0 3 * * *', 'Europe/Vienna')],
      ['ok', crontab('0 3 * * *', 'Europe/Vienna')],
      ['in_progress', undefined],
      ['ok', undefined],
    ]);
  });

  it('dates and commands run as they would', async () => {
    start();
    const MonitoredJob = cron.instrumentCron(CronJob, 'once');
    const job = new MonitoredJob(new Date(2100, 0, 1), () => undefined);
    await job.fireOnTick();
    expect(await checkIns()).toMatchObject([{ monitor_slug: 'once', status: 'in_progress' }, { status: 'ok' }]);
    expect((await checkIns())[0]).not.toHaveProperty('monitor_config');
    expect(() => new MonitoredJob('0 3 * * *', 'true')).not.toThrow();
  });
});

describe('node-cron', () => {
  it('tells of named jobs, and leaves the library as it is', async () => {
    const { events } = start();
    const { schedule: before } = nodeCron;
    const monitored = cron.instrumentNodeCron(nodeCron);
    const task = monitored.schedule('*/5 9-17 * * mon-fri', () => { throw new TypeError('no number'); }, { name: 'office-hours', timezone: 'Europe/Vienna', logger: silent });
    stopping.push(() => task.destroy());
    await Promise.resolve(task.execute()).catch(() => undefined);
    expect(await checkIns()).toMatchObject([{ monitor_slug: 'office-hours', status: 'in_progress', monitor_config: crontab('*/5 9-17 * * 1-5', 'Europe/Vienna') }, { status: 'error' }]);
    expect(await events()).toMatchObject([{ exception: { values: [{ type: 'TypeError', mechanism: { type: 'auto.cron.node-cron' } }] } }]);
    expect(nodeCron.schedule).toBe(before);
    expect(monitored.validate('* * * * *')).toBe(true);
  });

  it('says of a job without a name that it is not monitored, and runs it', async () => {
    const { runtime } = start();
    const run = vi.fn<() => void>();
    const task = cron.instrumentNodeCron(nodeCron).createTask('* * * * *', run);
    stopping.push(() => task.destroy());
    await task.execute();
    expect(run).toHaveBeenCalledOnce();
    expect(await checkIns()).toEqual([]);
    expect(runtime.reported).toMatchObject([{ code: 'T1003', detail: 'name of the job of node-cron at "* * * * *" must be a text; it runs without check-ins' }]);
  });
});

describe('node-schedule', () => {
  it.each([
    { name: 'a crontab', rule: '0 12 * * sun', monitor: crontab('0 12 * * 0') },
    { name: 'a crontab with a time zone', rule: { rule: '0 12 * * 0', tz: 'Europe/Vienna' }, monitor: crontab('0 12 * * 0', 'Europe/Vienna') },
    { name: 'a rule of its own', rule: { hour: 12, minute: 0 }, monitor: undefined },
  ])('tells of named jobs: $name', async ({ rule, monitor }) => {
    start();
    const run = vi.fn<() => void>();
    const job = cron.instrumentNodeSchedule(schedule).scheduleJob('sundays', rule, run);
    stopping.push(() => job.cancel());
    job.invoke();
    expect(run).toHaveBeenCalledOnce();
    const told = await checkIns();
    expect(told).toMatchObject([{ monitor_slug: 'sundays', status: 'in_progress' }, { status: 'ok' }]);
    expect((told[0] as { readonly monitor_config?: unknown }).monitor_config).toEqual(monitor);
  });

  it('says of a job without a name that it is not monitored, and runs it', () => {
    const { runtime } = start();
    const run = vi.fn<() => void>();
    const job = cron.instrumentNodeSchedule(schedule).scheduleJob('0 12 * * *', run);
    stopping.push(() => job.cancel());
    job.invoke();
    expect(run).toHaveBeenCalledOnce();
    expect(runtime.reported).toMatchObject([{ code: 'T1003', detail: 'name of the job of node-schedule at "0 12 * * *" must be a text; it runs without check-ins' }]);
  });
});

describe('turns of a job', () => {
  /** A promise of a database's: what it stands for is done whenever somebody asks. */
  const query = (asked: string[], outcome: () => unknown): PromiseLike<unknown> => ({
    // oxlint-disable-next-line unicorn/no-thenable -- the point of the test
    then: (resolve, reject) => {
      asked.push('asked');
      return Promise.resolve().then(outcome).then(resolve, reject);
    },
  });

  it('that overlap have check-ins of their own, and the library gets what they answer', async () => {
    start();
    const ends: ((value: string) => void)[] = [];
    const job = cron.instrumentNodeSchedule(schedule).scheduleJob('overlap', '0 12 * * *', () => new Promise((resolve) => ends.push(resolve)));
    stopping.push(() => job.cancel());
    const [first, second] = [job.invoke(), job.invoke()] as unknown as readonly Promise<string>[];
    ends[1]?.('second');
    expect(await second).toBe('second');
    ends[0]?.('first');
    expect(await first).toBe('first');
    const told = (await checkIns()) as readonly { readonly status: string; readonly check_in_id: string }[];
    expect(told.map(({ status }) => status)).toEqual(['in_progress', 'in_progress', 'ok', 'ok']);
    expect([told[2], told[3]].map((one) => one?.check_in_id)).toEqual([told[1]?.check_in_id, told[0]?.check_in_id]);
  });

  it('ask a promise of a kind of its own once, and capture what it fails with', async () => {
    const { events } = start();
    const asked: string[] = [];
    const job = cron.instrumentNodeSchedule(schedule).scheduleJob('query', '0 12 * * *', () => query(asked, () => { throw new RangeError('no rows'); }) as Promise<unknown>);
    stopping.push(() => job.cancel());
    await expect(Promise.resolve(job.invoke())).rejects.toThrow('no rows');
    expect(asked).toHaveLength(1);
    expect(await checkIns()).toMatchObject([{ status: 'in_progress' }, { status: 'error' }]);
    expect(await events()).toMatchObject([{ exception: { values: [{ type: 'RangeError' }] } }]);
  });

  it('of a generator go from one yield to the next, as node-schedule has it', async () => {
    const { events } = start();
    const seen: unknown[] = [];
    const steps = function* (this: unknown): Generator {
      seen.push(this);
      yield 1;
      seen.push('second');
      throw new TypeError('no number');
    };
    const job = cron.instrumentNodeSchedule(schedule).scheduleJob('steps', '0 12 * * *', steps as never);
    stopping.push(() => job.cancel());
    expect(job.invoke()).toBe(1);
    expect(() => job.invoke()).toThrow('no number');
    expect(job.invoke()).toBeUndefined();
    expect(seen).toEqual([job, 'second']);
    expect((await checkIns()).map((checkIn) => Object(checkIn).status)).toEqual(['in_progress', 'ok', 'in_progress', 'error']);
    expect(await events()).toMatchObject([{ exception: { values: [{ type: 'TypeError', mechanism: { type: 'auto.cron.node-schedule', handled: false } }] } }]);
  });
});

it('what is no library is handed back, and before init jobs run as they are', async () => {
  start();
  await heard.stop();
  expect(cron.instrumentCron(undefined, 'x')).toBeUndefined();
  expect(cron.instrumentNodeCron(7)).toBe(7);
  const run = vi.fn<() => void>();
  await cron.instrumentCron(CronJob, 'x').from({ cronTime: '0 3 * * *', onTick: run }).fireOnTick();
  expect(run).toHaveBeenCalledOnce();
});
