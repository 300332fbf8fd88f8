import { activeScopeData } from '../client/carrier';
import { activeTrace } from '../client/trace';
import type { LogSeverityLevel } from '../event/log';
import { parameterize } from '../event/parameterize';
import { createLogs } from './logs';
import { withPart } from './with-part';

/** Facts beside the message, to search logs by. Texts, numbers and booleans keep their type; anything else is sent as JSON text. */
export type LogAttributes = Readonly<Record<string, unknown>>;

const log = (level: LogSeverityLevel, message: unknown, attributes: unknown): void =>
  withPart(createLogs, undefined, (logs, { carrier, client }) =>
    logs.log({ level, message, attributes }, { trace: activeTrace(carrier, client), user: activeScopeData(carrier).user }),
  );

/**
 * Structured logs: for what is no error and shall be searched later. They leave in batches, apart from
 * events, scrubbed like them, and are not sampled. Never throws. For a text that should become an
 * issue use `captureMessage`.
 */
export const logger = {
  /** The finest level. */
  trace: (message: string, attributes?: LogAttributes): void => log('trace', message, attributes),
  /** For whoever looks for a fault. */
  debug: (message: string, attributes?: LogAttributes): void => log('debug', message, attributes),
  /** What happened as it should. */
  info: (message: string, attributes?: LogAttributes): void => log('info', message, attributes),
  /** What may become a problem. */
  warn: (message: string, attributes?: LogAttributes): void => log('warn', message, attributes),
  /** What went wrong. */
  error: (message: string, attributes?: LogAttributes): void => log('error', message, attributes),
  /** What ends the app. */
  fatal: (message: string, attributes?: LogAttributes): void => log('fatal', message, attributes),
  /** Tags a template literal, so that its values become attributes: ``logger.info(logger.fmt`order ${id} is late`)``. */
  fmt: parameterize,
};
