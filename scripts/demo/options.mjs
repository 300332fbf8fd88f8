import { parseArgs } from 'node:util';
import { Failure } from '../run/progress.mjs';

export const usage = `Usage: npm run demo -- [options]

The whole way of an error on this machine: a shop fails, its SDK reports to a real server over HTTP,
and support finds the failure by the error hash that a customer was shown. Each step is checked.

  --once                 end by itself: exit code 0 only when every step really happened
  --port N               port of the inbox; default: any free one
  --dsn DSN              what the shop is told, instead of the inbox's DSN; with one that leads
                         elsewhere the demo has to fail
  --pause-before-lookup  wait for Enter before support looks anything up: time to look around, or to
                         kill the inbox and see the demo fail
  --help                 this text
`;

/**
 * @typedef {object} DemoOptions
 * @property {boolean} once
 * @property {boolean} pause
 * @property {boolean} help
 * @property {string} port
 * @property {string | undefined} dsn
 */

/** Reads the arguments after the command's name. @returns {DemoOptions} */
export const readOptions = (/** @type {readonly string[]} */ args) => {
  const { once, port, dsn, help, 'pause-before-lookup': pause } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Failure(`--port must be a number from 0 to 65535, not "${port}".`);
  return { once, port, dsn, help, pause };
};

const parse = (/** @type {readonly string[]} */ args) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        dsn: { type: 'string' },
        'pause-before-lookup': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${String(error instanceof Error ? error.message : error)}\n\n${usage}`);
  }
};
