import type { Event, LogSeverityLevel } from '@tocsin/core';
import { getClient, logger } from '@tocsin/core';
import { captureOccurrence, copyBag, exceptionOccurrence, messageOccurrence } from '@tocsin/core/platform';
import { listOf } from '../list-of';
import { eventLevels } from './levels';
import type { Said } from './read-arguments';
import { withoutEcho } from './without-echo';

/** What is made of the lines of a logger. */
export interface LogBridgeOptions {
  /** Levels that become events: of an error the exception, else a message. Default `['warn', 'error', 'fatal']`. */
  readonly events?: readonly LogSeverityLevel[] | undefined;
  /** Levels that become structured logs, as by `logger`. Default all that the logger itself writes. */
  readonly logs?: readonly LogSeverityLevel[] | undefined;
  /** Whether errors that are logged count as handled: `false` lets them count as crashes of the app. Default `true`. */
  readonly handled?: boolean | undefined;
}

/** One line of a logger. */
export interface LogRecord extends Said {
  readonly level: LogSeverityLevel;
  /** The logger's own name, where there are several in an app. */
  readonly name?: string | undefined;
}

/** Takes a line in; `read` is called at once, or never. */
export type LogBridge = (read: () => LogRecord) => void;

/** Where lines come from, and what is made of them. */
interface Source extends LogBridgeOptions {
  readonly library: string;
}

const EVENTS: readonly LogSeverityLevel[] = ['warn', 'error', 'fatal'];

/**
 * Makes events and structured logs of what a library logs. It belongs to no client: a logger may well be made
 * before `init`, and what it writes goes to the client in force.
 */
export const createBridge = (library: string, options?: LogBridgeOptions): LogBridge => {
  const { events, logs, handled = true }: LogBridgeOptions = copyBag(options);
  const eventful = listOf(events) ?? EVENTS;
  const logged = listOf(logs);
  let isWrong = [events, logs].some((given) => given !== undefined && !listOf(given));
  return (read) =>
    withoutEcho(() => {
      if (isWrong) getClient()?.report({ code: 'T1003', detail: `events or logs of the bridge from ${library} must be a list` });
      isWrong = false;
      const record = read();
      if (eventful.includes(record.level)) toEvent(record, { library, handled });
      if (logged?.includes(record.level) ?? true) toLog(record, library);
    });
};

const textOf = ({ name, message }: Error): string => `${name}: ${message}`;

/** Of a line with an error, the exception; what else it says goes along. */
const toEvent = ({ level: said, message, error, attributes, name }: LogRecord, { library, handled = true }: Source): void => {
  const level = eventLevels[said];
  const stack = getClient()?.getOptions().attachStacktrace ? new Error('logged here').stack : undefined;
  const told = messageOccurrence(message ?? '', level, error ? undefined : stack);
  const occurrence = error ? exceptionOccurrence(error, { level, mechanism: { type: `auto.log.${library}`, handled } }) : told;
  const isSaidTwice = error !== undefined && (message === undefined || String(message) === error.message);
  captureOccurrence(
    {
      ...occurrence,
      build(parseStack) {
        const event = occurrence.build(parseStack);
        const { message: text, logentry }: Partial<Event> = isSaidTwice ? {} : told.build(parseStack);
        return { ...event, logger: name ?? library, message: text, logentry, extra: { ...attributes, ...event.extra } };
      },
    },
    // What the line says of its level counts more than that of the scope.
    { captureContext: { level } },
  );
};

const toLog = ({ level, message, error, attributes, name }: LogRecord, library: string): void =>
  logger[level](message ?? (error ? textOf(error) : ''), {
    ...attributes,
    'sentry.origin': `auto.log.${library}`,
    'logger.name': name,
    // As OpenTelemetry names them.
    ...(error && { 'exception.type': error.name, 'exception.message': error.message, 'exception.stacktrace': error.stack }),
  });
