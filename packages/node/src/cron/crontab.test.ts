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
