import type { Integration, LogSeverityLevel } from '@tocsin/core';
import type { LogBridge } from '../logs/bridge';
import { createBridge } from '../logs/bridge';
import { readArguments } from '../logs/read-arguments';
import type { ConsoleCall, ConsoleMethod } from '../logs/watch-console';
import { watchConsole } from '../logs/watch-console';

/** What can be called on the console, by the field's names. */
export type ConsoleLevel = ConsoleMethod | 'assert' | 'trace';

const ALL: readonly ConsoleLevel[] = ['debug', 'info', 'log', 'warn', 'error', 'assert', 'trace'];

const levels: Readonly<Record<ConsoleLevel, LogSeverityLevel>> = { trace: 'debug', debug: 'debug', info: 'info', log: 'info', warn: 'warn', error: 'error', assert: 'error' };

/** Node makes these two of its other methods. */
const calledAs = ({ method, args: [text] }: ConsoleCall): ConsoleLevel => {
  if (method === 'warn' && typeof text === 'string' && text.startsWith('Assertion failed')) return 'assert';
  return method === 'error' && typeof text === 'string' && /^Trace(?::|\n)/.test(text) ? 'trace' : method;
};

/** What both integrations are made of. */
interface Listening {
  readonly name: string;
  readonly wanted: readonly ConsoleLevel[];
  readonly bridge: LogBridge;
}

const listen = ({ name, wanted, bridge }: Listening): Integration => ({
  name,
  setup: (client) =>
    watchConsole(client, (call) => {
      const called = calledAs(call);
      if (wanted.includes(called)) bridge(() => ({ ...readArguments(call.args), level: levels[called] }));
    }),
});

/** Options of {@link captureConsoleIntegration}. */
export interface CaptureConsoleOptions {
  /** What becomes an event. Default: everything. Most apps want `['warn', 'error', 'assert']`. */
  readonly levels?: readonly ConsoleLevel[] | undefined;
  /** Whether errors that are printed count as handled. Default `true`. */
  readonly handled?: boolean | undefined;
}

/** Captures what is printed on the console: of an error the exception, else a message. Not installed by itself. */
export const captureConsoleIntegration = ({ levels: wanted = ALL, handled }: CaptureConsoleOptions = {}): Integration =>
  listen({ name: 'CaptureConsole', wanted, bridge: createBridge('console', { events: Object.values(levels), logs: [], handled }) });

/** Options of {@link consoleLoggingIntegration}. */
export interface ConsoleLoggingOptions {
  /** What becomes a structured log. Default: everything. */
  readonly levels?: readonly ConsoleLevel[] | undefined;
}

/** Sends what is printed on the console as structured logs, as by `logger`. Not installed by itself. */
export const consoleLoggingIntegration = ({ levels: wanted = ALL }: ConsoleLoggingOptions = {}): Integration =>
  listen({ name: 'ConsoleLogs', wanted, bridge: createBridge('console', { events: [] }) });
