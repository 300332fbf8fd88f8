import { describe, expect, it } from 'vitest';
import { readCulture } from './culture';

const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions();

describe('readCulture', () => {
  it('tells what Intl does', () => {
    const told = readCulture(process.env);
    // Intl has old names for some zones.
    expect({ locale: told['locale'], timeZone: new Intl.DateTimeFormat('en', { timeZone: String(told['timezone']) }).resolvedOptions().timeZone }).toEqual({ locale, timeZone });
  });

  it.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince', 'Asia/Ust-Nera'])('tells the zone of the environment, %s', (TZ) => {
    expect(readCulture({ TZ })).toEqual({ locale, timezone: TZ });
  });

  it.each(['UTC', 'Etc/UTC'])('has one name for %s', (TZ) => {
    expect(readCulture({ TZ })['timezone']).toBe('UTC');
  });

  it.each(['', ':Europe/Berlin', 'CET-1CEST', 'Etc/GMT+5', 'EST', 'Europe/Berlin\nX', 'password=x/y', '../../etc/passwd'])('asks Intl what %j means', (TZ) => {
    expect(readCulture({ TZ })['timezone']).toBe(timeZone);
  });
});
