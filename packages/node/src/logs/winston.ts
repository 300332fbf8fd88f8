import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import type { Undo } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';
import type { Bag } from '../bag';
import { isBag } from '../bag';
import type { LogBridgeOptions, LogRecord } from './bridge';
import { bridgeKinds, createBridge } from './bridge';
import type { KindsOf } from '../options/kinds';
import * as is from '../options/kinds';
import { levelNamed } from './levels';
import { isError, sortBag } from './logged-error';
import type { Said } from './read-arguments';
import { knowTemplate, readArguments } from './read-arguments';

/** Where winston keeps the level as it is (the visible one may be coloured), and the arguments behind the text. */
const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');

/** What winston says of the line and of itself. */
const KNOWN = ['level', 'message', 'timestamp', 'stack'];

/** The logger that writes into the transport. */
interface Logger {
  readonly level?: string;
  readonly levels?: Readonly<Record<string, number>>;
  readonly silent?: boolean;
  /** Lines that wait in it, with the one that is being written. */
  readonly writableLength?: number;
}

/** Options of {@link createWinstonTransport}. */
export interface WinstonTransportOptions extends LogBridgeOptions {
  /** The least level that is taken in, in the app's own words. Default: the logger's. */
  readonly level?: string | undefined;
}

const kinds: KindsOf<WinstonTransportOptions> = { ...bridgeKinds, level: is.text };

/** Winston leaves it to its transports to tell which lines the logger means to write. */
const isWanted = (line: Bag, { level = '', levels = {}, silent }: Logger, own: string | undefined): boolean => {
  const least = levels[own ?? level];
  const given = levels[String(line[LEVEL])];
  // What winston writes of a crash is heard of by `onUncaughtExceptionIntegration`, as such.
  const isCrash = line['exception'] === true || line['rejection'] === true;
  return !isCrash && silent !== true && (least === undefined || given === undefined || given <= least);
};

/** What winston takes for a place in a text. */
const PLACE = /%[scdjifoO%]/;

/** A text without places for values: winston has hung what an error says onto it, and `format.splat` has put the values in. */
const finished = (text: string, splat: readonly unknown[]): Said => {
  // The first one winston has merged into the line, from where a format of the app's may have taken something out.
  const { error, attributes } = readArguments(splat.filter((value, index) => isError(value) || (index > 0 && isBag(value))));
  const tail = error && splat[0] === error ? ` ${error.message}` : '';
  const values = splat.filter((value) => !isBag(value) || isError(value));
  return { error, attributes, message: tail !== '' && text.endsWith(tail) ? text.slice(0, -tail.length) : knowTemplate(text, values) };
};

const recordOf = (line: Bag): LogRecord => {
  const { message } = line;
  const found = sortBag(line, KNOWN);
  const splat: readonly unknown[] = Array.isArray(line[SPLAT]) ? line[SPLAT] : [];
  const said = typeof message === 'string' && !PLACE.test(message) ? finished(message, splat) : readArguments([message, ...splat]);
  return { level: levelNamed(line[LEVEL] ?? line['level']), message: said.message, error: said.error ?? found.error, attributes: { ...found.attributes, ...said.attributes } };
};

/** A transport of winston's: a stream of objects, with what winston asks of one. */
export interface WinstonTransport extends Writable {
  level?: string;
  /** Takes nothing in while it is. */
  silent?: boolean;
  log(line: unknown, done: () => void): void;
}

/**
 * Knows the lines that hooks of the app have logged while another was taken in. Winston keeps them until that
 * one is done, when nothing tells them from the app's own any more: but they are the last that wait.
 */
const createEchoes = (waiting: () => number) => {
  let last = 0;
  return {
    /** Runs `take`, unless the line that is being written is an echo. */
    apartFrom(take: () => void): void {
      const before = waiting();
      if (before > last) {
        take();
        last += waiting() - before;
        // A format of the app's may have dropped them on their way.
        if (last > 0) queueMicrotask(() => (last = 0));
      } else if (before <= 1) last = 0;
    },
  };
};

/** Hears each logger that has added the transport by itself: a stream that is written to does not know by whom. */
const hearLoggers = (transport: Writable, take: (line: unknown, logger: Logger, ours: (line: unknown) => void) => void) => {
  const loggers = new Map<Readable, Undo>();
  /** What a logger has told already, and is about to write. */
  const heard = new WeakSet();
  const add = (source: Readable): void => {
    const logger: Logger = source as Logger;
    const echoes = createEchoes(() => logger.writableLength ?? 1);
    const onData = (line: unknown): void => {
      if (isBag(line)) heard.add(line);
      echoes.apartFrom(() => take(line, logger, onData));
    };
    const leave = (): void => {
      loggers.delete(source);
      source.off('data', onData);
    };
    loggers.set(source, leave);
    // Before winston's own listeners, so that none of them ends the transport as if this one were there still.
    source.prependListener('data', onData).prependOnceListener('end', leave);
  };
  transport.on('pipe', (source: Readable) => void (loggers.has(source) || add(source)));
  transport.on('unpipe', (source: Readable) => loggers.get(source)?.());
  return { isHeard: (line: unknown): boolean => isBag(line) && heard.has(line), isUsed: (): boolean => loggers.size > 0 };
};

/**
 * Makes events of the warnings and errors that a logger of winston's (since 3) writes, and structured logs of all its
 * lines: `winston.createLogger({ transports: [new winston.transports.Console(), createWinstonTransport()] })`. Several
 * loggers may share one.
 */
export const createWinstonTransport = (given?: WinstonTransportOptions): WinstonTransport => {
  const { level }: WinstonTransportOptions = copyBag(given);
  const bridge = createBridge('winston', given, kinds);
  const take = (line: unknown, logger: Logger, ours: (line: unknown, done: () => void) => unknown): void => {
    // What is logged may be an object of the app's that throws when it is read.
    if (isBag(line) && attemptOr(false, () => !transport.silent && isWanted(line, logger, transport.level))) bridge(() => recordOf(line), ours);
  };
  // Each logger adds listeners of its own.
  const stream = new Writable({ objectMode: true }).setMaxListeners(0);
  const { isHeard, isUsed } = hearLoggers(stream, take);
  const end = stream.end.bind(stream);
  const write = (line: unknown): boolean => {
    if (!isHeard(line)) take(line, {}, write);
    return true;
  };
  const log = (line: unknown, done: () => void): void => {
    take(line, {}, log);
    done();
  };
  const transport: WinstonTransport = Object.assign(stream, {
    // Winston ends what is not finished together with the first of its loggers; nothing waits in here.
    finished: true,
    end: (...last: Parameters<typeof end>): WinstonTransport => (isUsed() || end(...last), transport),
    write,
    log,
    ...(level !== undefined && { level }),
  });
  return transport;
};
