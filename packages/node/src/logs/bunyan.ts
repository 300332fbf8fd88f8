import { isBag } from '../bag';
import type { LogBridgeOptions } from './bridge';
import { createBridge } from './bridge';
import { levelNumbered } from './levels';
import { sortBag } from './logged-error';

/** What bunyan says of the line and of itself. */
const KNOWN = ['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v', 'src'];

/** An entry of `streams` of bunyan's. */
export interface BunyanStream {
  readonly type: 'raw';
  readonly level: 'trace';
  readonly stream: { readonly write: (record: object) => void };
}

/**
 * Makes events of the warnings and errors that a logger of bunyan's writes, and structured logs of all its lines:
 * `bunyan.createLogger({ name, streams: [{ stream: process.stdout }, createBunyanStream()] })`. Bunyan makes text of
 * `err` before streams see it: one that is also captured is told twice.
 */
export const createBunyanStream = (options?: LogBridgeOptions): BunyanStream => {
  const bridge = createBridge('bunyan', options);
  const write = (record: unknown): void =>
    bridge(() => {
      const bag = isBag(record) ? record : {};
      const { msg, name, level } = bag;
      return { ...sortBag(bag, KNOWN), level: levelNumbered(level), message: typeof msg === 'string' ? msg : undefined, name: typeof name === 'string' ? name : undefined };
    }, write);
  return { type: 'raw', level: 'trace', stream: { write } };
};
