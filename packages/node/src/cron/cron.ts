import type { Bag } from '../bag';
import { isBag } from '../bag';
import { monitored, withMethods } from './monitored';

/** Whether servers read a schedule of `cron`'s as it does. They know no offsets; and before its version 3, which brought `from`, months count from 0. */
const isShared = (CronJob: unknown, schedule: unknown, utcOffset: unknown): boolean => {
  const months = typeof schedule === 'string' ? (schedule.trim().split(/\s+/).at(-2) ?? '') : '';
  return (utcOffset ?? undefined) === undefined && ('from' in Object(CronJob) || !/\d/.test(months));
};

/** For jobs of `cron`. */
const withCron = <T>(CronJob: T, monitorSlug: string): T => {
  const watch = ({ onTick, cronTime, utcOffset, timeZone, timezone }: Bag): unknown =>
    monitored({ library: 'cron', slug: monitorSlug, schedule: isShared(CronJob, cronTime, utcOffset) ? cronTime : undefined, timezone: timeZone ?? timezone }, onTick);
  const watchAll = (params: unknown): unknown => (isBag(params) && 'onTick' in params ? { ...params, onTick: watch(params) } : params);
  return withMethods(
    CronJob,
    { from: (from) => (params, ...rest) => from(watchAll(params), ...rest) },
    {
      // Before version 3 one object may stand for all of it.
      construct(target, [cronTime, onTick, onComplete, start, timeZone, context, runOnInit, utcOffset, ...rest], newTarget): object {
        const tick = watch({ onTick, cronTime, timeZone, utcOffset });
        const instance: unknown = Reflect.construct(target as new () => object, [watchAll(cronTime), tick, onComplete, start, timeZone, context, runOnInit, utcOffset, ...rest], newTarget);
        return instance as object; // a constructor answers with nothing else
      },
    },
  );
};

/** For jobs of `node-cron`. */
const withNodeCron = <T>(library: T): T => {
  const watch = (schedule: (...args: readonly unknown[]) => unknown) => (...[expression, run, options, ...rest]: readonly unknown[]): unknown => {
    const { name, timezone } = isBag(options) ? options : {};
    return schedule(expression, monitored({ library: 'node-cron', slug: name, schedule: expression, timezone }, run), options, ...rest);
  };
  return withMethods(library, { schedule: watch, createTask: watch });
};

/** For jobs of `node-schedule`. */
const withNodeSchedule = <T>(library: T): T =>
  withMethods(library, {
    scheduleJob: (scheduleJob) => (...args) => {
      const at = args.findIndex((value) => typeof value === 'function');
      const [name, rule] = at === 2 ? args : [undefined, args[0]];
      const { rule: expression, tz: timezone } = isBag(rule) ? rule : { rule, tz: undefined };
      const run = monitored({ library: 'node-schedule', slug: name, schedule: expression, timezone }, args[at]);
      return scheduleJob(...args.map((value, index) => (index === at ? run : value)));
    },
  });

/**
 * Check-ins around the jobs of three libraries, so that a server notices a job that is late, failed or gone. Each
 * function answers with the library (or class) to be used in its place; schedule and time zone become the
 * monitor's. What a job throws is captured as well, and goes on to the library.
 */
export const cron = {
  // Each by a function of its own: a start reads this object, and what those name when they are called.
  /** `const MonitoredJob = cron.instrumentCron(CronJob, 'nightly-report')`, then as ever: `new MonitoredJob(…)`, `MonitoredJob.from(…)`. */
  instrumentCron: <T>(CronJob: T, monitorSlug: string): T => withCron(CronJob, monitorSlug),
  /** `cron.instrumentNodeCron(nodeCron).schedule('0 3 * * *', run, { name: 'nightly-report' })`: the name is the monitor's. */
  instrumentNodeCron: <T>(library: T): T => withNodeCron(library),
  /** `cron.instrumentNodeSchedule(schedule).scheduleJob('nightly-report', '0 3 * * *', run)`: the name is the monitor's. */
  instrumentNodeSchedule: <T>(library: T): T => withNodeSchedule(library),
};
