import type { Integration, LogSeverityLevel } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';
import type { LogBridge } from '../logs/bridge';
import { createBridge } from '../logs/bridge';
import { readArguments } from '../logs/read-arguments';
import type { ConsoleCall, ConsoleMethod } from '../logs/watch-console';
import { watchConsole } from '../logs/watch-console';
import { usableOptions } from '../options/fitting';
import type { Kinds, KindsOf } from '../options/kinds';
import { flag, someOf } from '../options/kinds';

/** What can be called on the console, by the field's names. */
export type ConsoleLevel = ConsoleMethod | 'assert' | 'trace';

const ALL: readonly ConsoleLevel[] = ['debug', 'info', 'log', 'warn', 'error', 'assert', 'trace'];

const someLevels = someOf(ALL);

const levels: Readonly<Record<ConsoleLevel, LogSeverityLevel>> = { trace: 'debug', debug: 'debug', info: 'info', log: 'info', warn: 'warn', error: 'error', assert: 'error' };

/** Node makes these two of its other methods. */
const calledAs = ({ method, args: [text] }: ConsoleCall): ConsoleLevel => {
  if (method === 'warn' && typeof text === 'string' && text.startsWith('Assertion failed')) return 'assert';
  return method === 'error' && typeof text === 'string' && /^Trace(?::|\n)/.test(text) ? 'trace' : method;
};

/** What both integrations are made of. */
interface Listening {
  readonly name: string;
  readonly options: CaptureConsoleOptions | undefined;
  readonly kinds: Kinds;
  readonly bridge: LogBridge;
}

const listen = ({ name, options, kinds, bridge }: Listening): Integration => ({
  name,
  setup(client) {
    const { levels: chosen = ALL } = usableOptions<CaptureConsoleOptions>(options, kinds, { name, report: client.report });
    return watchConsole(client, (call) => {
      const called = calledAs(call);
      if (chosen.some((level) => level === called)) bridge(() => ({ ...readArguments(call.args), level: levels[called] }), call.ours);
    });
  },
});

/** Options of {@link captureConsoleIntegration}. */
export interface CaptureConsoleOptions {
  /** What becomes an event. Default: everything. Most apps want `['warn', 'error', 'assert']`. */
  readonly levels?: readonly ConsoleLevel[] | undefined;
  /** Whether errors that are printed count as handled. Default `true`. */
  readonly handled?: boolean | undefined;
}

const capturing: KindsOf<CaptureConsoleOptions> = { levels: someLevels, handled: flag };

/** Captures what is printed on the console: of an error the exception, else a message. Not installed by itself. */
export const captureConsoleIntegration = (options?: CaptureConsoleOptions): Integration => {
  const { handled }: CaptureConsoleOptions = copyBag(options);
  return listen({ name: 'CaptureConsole', options, kinds: capturing, bridge: createBridge('console', { events: Object.values(levels), logs: [], handled: handled !== false }) });
};

/** Options of {@link consoleLoggingIntegration}. */
export interface ConsoleLoggingOptions {
  /** What becomes a structured log. Default: everything. */
  readonly levels?: readonly ConsoleLevel[] | undefined;
}

const logging: KindsOf<ConsoleLoggingOptions> = { levels: someLevels };

/** Sends what is printed on the console as structured logs, as by `logger`. Not installed by itself. */
export const consoleLoggingIntegration = (options?: ConsoleLoggingOptions): Integration =>
  listen({ name: 'ConsoleLogs', options, kinds: logging, bridge: createBridge('console', { events: [] }) });
