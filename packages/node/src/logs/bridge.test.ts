import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import type { LogBridgeOptions } from './bridge';
import { createBunyanStream } from './bunyan';
import { createConsolaReporter } from './consola';
import { createLog4jsAppender } from './log4js';
import { createPinoStream } from './pino';
import { createWinstonTransport } from './winston';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

/** Every bridge, as its library calls it; loggers of the app's own may hand it anything. */
const bridges: Readonly<Record<string, (options?: LogBridgeOptions) => (line: unknown) => void>> = {
  pino: (options) => createPinoStream(options).write as (line: unknown) => void,
  winston: (options) => (line) => void createWinstonTransport(options).write(line),
  bunyan: (options) => createBunyanStream(options).stream.write as (line: unknown) => void,
  consola: (options) => createConsolaReporter(options).log as (line: unknown) => void,
  log4js: (options) => createLog4jsAppender(options).configure() as (line: unknown) => void,
};

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const throwing = new Proxy({}, { get: () => { throw new Error('no'); }, ownKeys: () => { throw new Error('no'); } });

describe.each(Object.entries(bridges))('the bridge from %s', (name, make) => {
  it('throws for nothing that it is given', async () => {
    heard = hear();
    const write = make();
    for (const line of [undefined, null, 7, '', [], {}, { level: {} }, { args: [revoked, throwing], type: 'error' }, { level: 50, msg: throwing, err: revoked }, { data: [throwing], level: { levelStr: 'ERROR' } }, revoked, throwing]) expect(() => write(line)).not.toThrow();
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true }), (line) => {
      write(line);
      write({ level: 'error', message: line, args: [line], data: [line], type: 'error', categoryName: line });
    }), { numRuns: 100 });
    await heard.events();
  });

  it('takes options that are none for the defaults, and says so once, with the first line of the log', () => {
    const write = make({ events: ['eror'], logs: 7, handled: 'no', event: ['error'], level: 'warn', error: { levels: ['error'] }, colour: true } as unknown as LogBridgeOptions);
    const line = { level: 'error', message: 'm', msg: 'm', args: ['m'], data: ['m'], type: 'error' };
    write(line);
    heard = hear();
    write(line);
    write(line);
    const some = 'must be a list of some of trace, debug, info, warn, error, fatal';
    const details = heard.runtime.reported.map(({ code, detail }) => `${code} ${detail?.replace(` of the bridge from ${name}`, '')}`);
    expect(details).toEqual([
      `T1003 events ${some}`,
      `T1003 logs ${some}`,
      'T1003 handled must be true or false',
      'T1003 event is not known (was events meant?); it is ignored',
      // Winston has one of its own.
      ...(name === 'winston' ? [] : ['T1003 level is not known (set events or logs); it is ignored']),
      'T1003 error is not known (set events); it is ignored',
      'T1003 colour is not known; it is ignored',
    ]);
    // What JavaScript may well pass.
    expect(() => make(null as unknown as LogBridgeOptions)(line)).not.toThrow();
  });

  it('does nothing before init', () => {
    expect(() => make()({ level: 'error', message: 'm', msg: 'm', args: ['m'], data: ['m'], type: 'error' })).not.toThrow();
  });
});
