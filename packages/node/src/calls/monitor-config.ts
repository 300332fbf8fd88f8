import type { CheckIn, MonitorConfig } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';
import { crontabOf } from '../cron/crontab';
import { LONGEST_NAME, usableOptions } from '../options/fitting';
import type { Kind, KindsOf } from '../options/kinds';
import { amount, anything, bag, count, isText, text } from '../options/kinds';

type Schedule = MonitorConfig['schedule'];

const UNITS: readonly unknown[] = ['year', 'month', 'week', 'day', 'hour', 'minute'];

/** What a server can read at all: with anything else the whole check-in is refused, with a crontab that is wrong only the configuration. */
const isReadable = (given: unknown): given is Schedule => {
  const { type, value, unit } = copyBag(given);
  return type === 'crontab' ? isText(value) : type === 'interval' && count.fits(value) && value !== 0 && UNITS.includes(unit);
};

const isSchedule = (given: unknown): boolean => isReadable(given) && (given.type === 'interval' || crontabOf(given.value) !== undefined);

const schedule: Kind = {
  must: "{ type: 'crontab', value: '0 3 * * *' } or { type: 'interval', value: 2, unit: 'hour' }; a text is taken for a crontab, and without a schedule the server is told of none of it",
  fits: isSchedule,
  kept: true,
};

const kinds: KindsOf<MonitorConfig> = { schedule, checkinMargin: count, maxRuntime: count, timezone: text, failureIssueThreshold: count, recoveryThreshold: count, owner: text };

/** The configuration of a monitor as it can be sent, whatever was handed in: servers take none without a schedule that they can read, and only whole numbers. One line for each part that is wrong. */
export const usableConfig = (given: MonitorConfig | undefined, slug: unknown): MonitorConfig | undefined => {
  const report = getClient()?.report;
  if (given === undefined || !report) return given;
  return attemptOr(undefined, () => {
    const { schedule: at, ...others } = usableOptions<MonitorConfig>(given, kinds, { name: `the configuration of ${nameOf(slug)}`, report });
    const how: unknown = typeof at === 'string' ? { type: 'crontab', value: at } : at;
    return isReadable(how) ? { ...others, schedule: how.type === 'interval' ? how : { ...how, value: crontabOf(how.value) ?? how.value } } : undefined;
  });
};

const nameOf = (slug: unknown): string => (isText(slug) ? `the monitor ${slug.slice(0, LONGEST_NAME)}` : 'a monitor');

/** What is wrong with these has a line of its own, T4004 and T1012. */
const parts: KindsOf<CheckIn> = { monitorSlug: anything, status: anything, checkInId: text, duration: amount };

/** A check-in without what does not fit. */
export const usableCheckIn = (given: CheckIn): CheckIn => {
  const report = getClient()?.report;
  if (!report) return given;
  return attemptOr(given, () => (bag.fits(given) ? { monitorSlug: given.monitorSlug, status: given.status, ...usableOptions<CheckIn>(given, parts, { name: 'captureCheckIn()', report }) } : given));
};
