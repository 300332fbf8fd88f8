import { expect, it } from 'vitest';
import { crontabMonitor } from './crontab';

it.each([
  ['0 3 * * *', '0 3 * * *'],
  ['  0  3 *\t* * ', '0 3 * * *'],
  ['30 0 3 * * *', '0 3 * * *'],
  ['0 3 * JAN,dec monday-Friday', '0 3 * 1,12 1-5'],
  ['0 3 L * 5#2', '0 3 L * 5#2'],
  ['@daily', '@daily'],
])('reads %j as %j', (given, value) => {
  expect(crontabMonitor(given, 'Europe/Vienna')).toEqual({ schedule: { type: 'crontab', value }, timezone: 'Europe/Vienna' });
});

it.each(['', 'tomorrow', '3', new Date(0), undefined, { hour: 3 }])('takes %j for no crontab', (given) => {
  expect(crontabMonitor(given, undefined)).toBeUndefined();
});

it.each([
  ['Europe/Vienna', 'America/New_York', 'Europe/Vienna'],
  [undefined, 'America/New_York', 'America/New_York'],
  [null, 'America/New_York', 'America/New_York'],
  ['', 'America/New_York', 'America/New_York'],
  // What servers take it for in any case.
  [undefined, 'UTC', undefined],
  ['UTC', 'America/New_York', undefined],
])('a job in %j, in a process in %j, runs in %j', (timezone, local, zone) => {
  expect(crontabMonitor('0 3 * * *', timezone, local)).toEqual({ schedule: { type: 'crontab', value: '0 3 * * *' }, timezone: zone });
});
