import type { Level, LogSeverityLevel } from '@tocsin/core';

/** The words of loggers, and of syslog, for the levels of logs. What stands nowhere (`info`, `success`, a word of the app's own) is `info`. */
const words: readonly (readonly [level: LogSeverityLevel, names: readonly string[]])[] = [
  ['trace', ['trace', 'silly', 'finest']],
  ['debug', ['debug', 'verbose', 'http', 'fine']],
  ['warn', ['warn', 'warning']],
  ['error', ['error', 'err', 'fail']],
  ['fatal', ['fatal', 'crit', 'critical', 'alert', 'emerg', 'emergency', 'panic']],
];

/** The level that a word names, in upper or lower case. */
export const levelNamed = (name: unknown): LogSeverityLevel => {
  const word = typeof name === 'string' ? name.toLowerCase() : '';
  return words.find(([, names]) => names.includes(word))?.[0] ?? 'info';
};

/** From the finest, each up to the number of the next: what pino and bunyan share. */
const numbers: readonly (readonly [below: number, level: LogSeverityLevel])[] = [
  [20, 'trace'],
  [30, 'debug'],
  [40, 'info'],
  [50, 'warn'],
  [60, 'error'],
];

/** The level of a number of pino's or bunyan's; one in between counts as the lower one, as they do it. */
export const levelNumbered = (number: unknown): LogSeverityLevel =>
  typeof number === 'number' ? (numbers.find(([below]) => number < below)?.[1] ?? 'fatal') : levelNamed(number);

/** The word of events for a level of logs. */
export const eventLevels: Readonly<Record<LogSeverityLevel, Level>> = { trace: 'debug', debug: 'debug', info: 'info', warn: 'warning', error: 'error', fatal: 'fatal' };
