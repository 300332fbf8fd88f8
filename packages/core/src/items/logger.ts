import { isObject } from '../base/read';
import { activeScopeData } from '../client/carrier';
import { activeTrace } from '../client/trace';
import { withPart } from '../client/with-client';
import type { LogSeverityLevel } from '../event/log';
import { fillIn, parameterize } from '../event/parameterize';
import { isList } from '../stages/plain';
import { createLogs } from './logs';

/** Facts beside the message, to search logs by. Texts, numbers and booleans keep their type; anything else is sent as JSON text. */
export type LogAttributes = Readonly<Record<string, unknown>>;

/** A message with attributes, or a template with what stands for each `%s`, and then attributes. */
export type LogArguments = readonly [message: string, attributes?: LogAttributes] | readonly [template: string, params: readonly unknown[], attributes?: LogAttributes];

const log = (level: LogSeverityLevel, [text, second, third]: LogArguments): void =>
  withPart(createLogs, undefined, (logs, client, carrier) => {
    const [message, attributes] = isObject(second) && isList(second) ? [fillIn(text, second), third] : [text, second];
    logs.log({ level, message, attributes }, { trace: activeTrace(carrier, client), user: activeScopeData(carrier).user });
  });

/**
 * Structured logs: for what is no error and shall be searched later. They leave in batches, apart from
 * events, scrubbed like them, and are not sampled. Never throws. For a text that should become an
 * issue use `captureMessage`.
 */
export const logger = {
  /** The finest level. */
  trace: (...said: LogArguments): void => log('trace', said),
  /** For whoever looks for a fault. */
  debug: (...said: LogArguments): void => log('debug', said),
  /** What happened as it should. */
  info: (...said: LogArguments): void => log('info', said),
  /** What may become a problem. */
  warn: (...said: LogArguments): void => log('warn', said),
  /** What went wrong. */
  error: (...said: LogArguments): void => log('error', said),
  /** What ends the app. */
  fatal: (...said: LogArguments): void => log('fatal', said),
  /** Tags a template literal, so that its values become attributes: ``logger.info(logger.fmt`order ${id} is late`)``. */
  fmt: parameterize,
};
