import type { CheckIn, MonitorConfig } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';
import { usableOptions } from '../options/fitting';
import type { Kind, KindsOf } from '../options/kinds';
import { amount, anything, bag, text } from '../options/kinds';

type Schedule = MonitorConfig['schedule'];

const UNITS: readonly unknown[] = ['year', 'month', 'week', 'day', 'hour', 'minute'];

/** Five fields, or a name for some: `@daily`. */
const isCrontab = (value: unknown): boolean => typeof value === 'string' && (/^@\w+$/.test(value.trim()) || value.trim().split(/\s+/).length === 5);

const isBag = (value: unknown): value is Schedule => bag.fits(value);

const isSchedule = (given: unknown): boolean => {
  const { type, value, unit } = copyBag(given);
  return type === 'crontab' ? isCrontab(value) : type === 'interval' && typeof value === 'number' && value > 0 && UNITS.includes(unit);
};

const schedule: Kind = {
  must: "{ type: 'crontab', value: '0 3 * * *' } or { type: 'interval', value: 2, unit: 'hour' }; a text is taken for a crontab, and without a schedule the server is told of none of it",
  fits: isSchedule,
  kept: true,
};

const kinds: KindsOf<MonitorConfig> = { schedule, checkinMargin: amount, maxRuntime: amount, timezone: text, failureIssueThreshold: amount, recoveryThreshold: amount, owner: text };

/** The configuration of a monitor as it can be sent, whatever was handed in: servers take none without a schedule. One line for each part that is wrong. */
export const usableConfig = (given: MonitorConfig | undefined): MonitorConfig | undefined => {
  const report = getClient()?.report;
  if (given === undefined || !report) return given;
  return attemptOr(undefined, () => {
    const { schedule: at, ...others } = usableOptions<MonitorConfig>(given, kinds, { name: "the monitor's configuration", report });
    const how: unknown = typeof at === 'string' ? { type: 'crontab', value: at } : at;
    return isBag(how) ? { ...others, schedule: how } : undefined;
  });
};

/** What is wrong with these has a line of its own, T4004 and T1012. */
const parts: KindsOf<CheckIn> = { monitorSlug: anything, status: anything, checkInId: text, duration: amount };

/** A check-in without what does not fit. */
export const usableCheckIn = (given: CheckIn): CheckIn => {
  const report = getClient()?.report;
  if (!report) return given;
  return attemptOr(given, () => (bag.fits(given) ? { monitorSlug: given.monitorSlug, status: given.status, ...usableOptions<CheckIn>(given, parts, { name: 'captureCheckIn()', report }) } : given));
};
