import type { LogSeverityLevel } from '@tocsin/core';
import { isBag } from '../bag';
import type { LogBridgeOptions, LogRecord } from './bridge';
import { createBridge } from './bridge';
import { levelNamed, levelNumbered } from './levels';
import { readArguments } from './read-arguments';

/** What log4js hands to its appenders. */
interface LoggingEvent {
  readonly level: { readonly levelStr: string; readonly level?: number };
  readonly categoryName: string;
  readonly data: readonly unknown[];
  /** What `logger.addContext` was given. */
  readonly context?: unknown;
}

/** What may stand as `type` of an appender of log4js's. */
export interface Log4jsAppender {
  readonly configure: () => (event: LoggingEvent) => void;
}

/** Levels of the app's own stand between others by their number. `MARK` stands above all and warns of nothing. */
const levelOf = ({ levelStr, level }: LoggingEvent['level']): LogSeverityLevel =>
  // Thousands, ten of pino's below its numbers.
  level === undefined || levelStr === 'MARK' ? levelNamed(levelStr) : levelNumbered(level / 1000 + 10);

const recordOf = ({ level, categoryName, data, context }: LoggingEvent): LogRecord => {
  const said = readArguments(data);
  return { ...said, attributes: { ...(isBag(context) && context), ...said.attributes }, level: levelOf(level), name: categoryName };
};

/**
 * Makes events of the warnings and errors that log4js (since 3) logs, and structured logs of all its lines:
 * `log4js.configure({ appenders: { tocsin: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['tocsin'], level: 'info' } } })`.
 */
export const createLog4jsAppender = (options?: LogBridgeOptions): Log4jsAppender => {
  const bridge = createBridge('log4js', options);
  const append = (event: LoggingEvent): void => bridge(() => recordOf(event), append);
  return { configure: () => append };
};
