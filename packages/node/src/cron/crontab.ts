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

/** A crontab as servers read it, who know five fields and no names: the seconds, of six, are left out. Also a name for all of it, `@daily`; `undefined` for anything else. */
export const crontabOf = (schedule: string): string | undefined => {
  const text = schedule.trim();
  if (/^@\w+$/.test(text)) return text;
  const fields = text.split(/\s+/);
  if (fields.length < 5 || fields.length > 6) return undefined;
  const [minute, hour, day, month, weekday] = fields.slice(-5);
  return [minute, hour, day, numbered(month, MONTHS, 1), numbered(weekday, DAYS, 0)].join(' ');
};

/** The monitor of a job as its library describes it. `undefined` where the schedule is no crontab: a date, or a rule. `local` is the process's time zone. */
export const crontabMonitor = (schedule: unknown, timezone: unknown, local = zoneOfProcess()): MonitorConfig | undefined => {
  const value = typeof schedule === 'string' ? crontabOf(schedule) : undefined;
  if (value === undefined) return undefined;
  const zone = typeof timezone === 'string' && timezone !== '' ? timezone : local;
  return { schedule: { type: 'crontab', value }, timezone: zone === 'UTC' ? undefined : zone };
};
