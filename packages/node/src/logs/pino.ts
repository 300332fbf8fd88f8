import type { Integration } from '@tocsin/core';
import { getClient } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import type { Bag } from '../bag';
import { isBag } from '../bag';
import { hearChannel } from '../hear-channel';
import type { LogBridgeOptions, LogRecord } from './bridge';
import { createBridge } from './bridge';
import { levelNumbered } from './levels';
import { sortBag } from './logged-error';

/** What pino publishes when it has written a line: what it was given, and the line. */
interface Written {
  readonly arguments: readonly [bag: unknown, message: unknown, level: unknown];
  readonly result: string;
}

const CHANNEL = 'tracing:pino_asJson:end';

/** What pino says of the line and of itself. */
const KNOWN = ['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v'];

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The line as it stands in the log: what the app's `redact` has taken out is not in it. */
const parse = (line: string): Bag => {
  // What is no JSON was written by somebody else, and says what it says.
  const bag: unknown = attemptOr(undefined, () => JSON.parse(line));
  return isBag(bag) ? bag : { msg: line };
};

const recordOf = (line: Bag, { message = line['msg'], level = line['level'] }: { readonly message?: unknown; readonly level?: unknown } = {}): LogRecord => ({
  ...sortBag(line, KNOWN),
  level: levelNumbered(level),
  message: text(message),
  name: text(line['name']),
});

/**
 * Makes events of the warnings and errors that pino (since 9.10) logs, and structured logs of all its lines: of
 * every logger of the process, whatever it was made with. Values are taken from the finished line, so
 * that what pino's own `redact` takes out stays out; errors are taken as they were given.
 */
export const pinoIntegration = (options?: LogBridgeOptions): Integration => ({
  name: 'Pino',
  setup(client) {
    const bridge = createBridge('pino', options);
    const onWritten = (written: Written): void => {
      if (getClient() !== client) return;
      bridge(() => {
        const { arguments: [bag, message, level], result } = written;
        const record = recordOf(parse(result), { message, level });
        const error = isBag(bag) ? sortBag(bag, []).error : undefined;
        // Under a name of which pino knows no serializer, `{}` is left of it in the line.
        const attributes = Object.entries(record.attributes).filter(([key]) => error === undefined || attemptOr(undefined, () => Object(bag)[key]) !== error);
        return { ...record, attributes: Object.fromEntries(attributes), error: error ?? record.error };
      }, onWritten);
    };
    return hearChannel(CHANNEL, onWritten);
  },
});

/**
 * The same as a stream, for versions of pino that publish nothing, and for one logger alone:
 * `pino(options, pino.multistream([{ stream: process.stdout }, { level: 'trace', stream: createPinoStream() }]))`.
 * Errors are read from the finished line, where they are text: one that is also captured is told twice.
 */
export const createPinoStream = (options?: LogBridgeOptions): { readonly write: (line: string) => void } => {
  const bridge = createBridge('pino', options);
  const write = (line: string): void => bridge(() => recordOf(parse(line)), write);
  return { write };
};
