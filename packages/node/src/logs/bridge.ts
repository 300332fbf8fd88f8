import type { Event, LogSeverityLevel } from '@tocsin/core';
import { getClient, logger } from '@tocsin/core';
import { captureOccurrence, exceptionOccurrence, messageOccurrence } from '@tocsin/core/platform';
import { listOf } from '../list-of';
import { usableOptions } from '../options/fitting';
import type { Kinds, KindsOf } from '../options/kinds';
import { flag, someOf } from '../options/kinds';
import { createLateReport } from '../options/late-report';
import { eventLevels } from './levels';
import { writtenError } from './logged-error';
import { fromApp, stackAbove } from './logged-here';
import type { Said } from './read-arguments';
import { spellArguments } from './spell-arguments';
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

/** Takes a line in; `read` is called at once, or never. `ours`: the function that the library has called. */
export type LogBridge = (read: () => LogRecord, ours: (...given: never[]) => void) => void;

/** Where lines come from, and whether their errors count as handled. */
interface Source {
  readonly library: string;
  readonly handled: boolean;
}

/** An error that stands in the text alone is as good as one. */
const withWrittenError = (record: LogRecord): LogRecord => ({ ...record, ...(!record.error && record.message !== undefined && writtenError(String(record.message))) });

/** What the line says: where it has neither text nor error, the shape of its properties. */
const textOf = ({ message, error, attributes }: LogRecord): string => {
  if (message !== undefined && String(message) !== '') return message;
  if (error) return `${error.name}: ${error.message}`;
  return Object.keys(attributes).length > 0 ? spellArguments([attributes]) : '';
};

/** Whether the text adds nothing to the error. */
const isSaidTwice = (message: string | undefined, { name, message: said }: Error): boolean => message === undefined || ['', said, `${name}: ${said}`].includes(String(message));

const EVENTS: readonly LogSeverityLevel[] = ['warn', 'error', 'fatal'];

const LEVELS: readonly LogSeverityLevel[] = ['trace', 'debug', 'info', ...EVENTS];
const someLevels = someOf(LEVELS);

/** What the options of every bridge must be. */
export const bridgeKinds: KindsOf<LogBridgeOptions> = { events: someLevels, logs: someLevels, handled: flag };

/** Names that other SDKs have for them. */
const instead = { error: 'events', level: 'events or logs', levels: 'events or logs' };

/**
 * Makes events and structured logs of what a library logs. It belongs to no client: a logger may well be made
 * before `init`, and what it writes goes to the client in force.
 */
export const createBridge = (library: string, options?: LogBridgeOptions, kinds: Kinds = bridgeKinds): LogBridge => {
  const late = createLateReport();
  const { events, logs, handled = true } = usableOptions<LogBridgeOptions>(options, kinds, { name: `the bridge from ${library}`, report: late.report, instead });
  const eventful = listOf(events) ?? EVENTS;
  const logged = listOf(logs);
  return (read, ours) =>
    withoutEcho(() => {
      late.handOver();
      const record = withWrittenError(read());
      if (eventful.includes(record.level)) toEvent(record, { library, handled }, ours);
      if (logged?.includes(record.level) ?? true) toLog(record, library);
    });
};

/** Of a line with an error, the exception; what else it says goes along. */
const toEvent = (record: LogRecord, { library, handled }: Source, ours: Parameters<LogBridge>[1]): void => {
  const { message, error, attributes, name } = record;
  const level = eventLevels[record.level];
  const stack = !error && getClient()?.getOptions().attachStacktrace ? stackAbove(ours) : undefined;
  const told = messageOccurrence(textOf(record), level, stack);
  const occurrence = error ? exceptionOccurrence(error, { level, mechanism: { type: `auto.log.${library}`, handled } }) : told;
  const isSaid = error !== undefined && isSaidTwice(message, error);
  captureOccurrence(
    {
      ...occurrence,
      build(parseStack) {
        const event = occurrence.build((text) => (error ? parseStack(text) : fromApp(parseStack(text))));
        const { message: text, logentry }: Partial<Event> = isSaid ? {} : told.build(parseStack);
        return { ...event, logger: name ?? library, message: text, logentry, extra: { ...attributes, ...event.extra } };
      },
    },
    // What the line says of its level counts more than that of the scope.
    { captureContext: { level } },
  );
};

const toLog = (record: LogRecord, library: string): void => {
  const { level, error, attributes, name } = record;
  logger[level](textOf(record), {
    ...attributes,
    'sentry.origin': `auto.log.${library}`,
    'logger.name': name,
    // As OpenTelemetry names them.
    ...(error && { 'exception.type': error.name, 'exception.message': error.message, 'exception.stacktrace': error.stack }),
  });
};
