import type { MonitorConfig } from '@tocsin/core';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** `mon-fri` as servers read it: `1-5`. `first` is the number of the first name. */
const numbered = (field: string | undefined, names: readonly string[], first: number): string =>
  (field ?? '*').replace(/[a-z]{3,}/gi, (name) => {
    const at = names.indexOf(name.slice(0, 3).toLowerCase());
    return at < 0 ? name : String(at + first);
  });

/** Where the libraries run a job that names no time zone. Servers take it for UTC. */
const zoneOfProcess = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The monitor of a job as its library describes it: servers know five fields and no names, so seconds
 * are left out. `undefined` where the schedule is no crontab: a date, or a rule. `local` is the process's time zone.
 */
export const crontabMonitor = (schedule: unknown, timezone: unknown, local = zoneOfProcess()): MonitorConfig | undefined => {
  if (typeof schedule !== 'string') return undefined;
  const fields = schedule.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields.length === 6 ? fields.slice(1) : fields;
  const isPreset = fields.length === 1 && schedule.trim().startsWith('@');
  if (!isPreset && weekday === undefined) return undefined;
  const value = isPreset ? schedule.trim() : [minute, hour, day, numbered(month, MONTHS, 1), numbered(weekday, DAYS, 0)].join(' ');
  const zone = typeof timezone === 'string' && timezone !== '' ? timezone : local;
  return { schedule: { type: 'crontab', value }, timezone: zone === 'UTC' ? undefined : zone };
};
