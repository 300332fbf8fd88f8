import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// The real loggers in real processes of each Node, which end right after the last line.

const libraries = ['pino', 'winston', 'bunyan', 'consola', 'log4js'];

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  for (const name of libraries) symlinkSync(fileURLToPath(new URL(`../../packages/node/node_modules/${name}`, import.meta.url)), join(folder.path, 'node_modules', name));
  intake = await startIntake();
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

/** What each app does: a logger made before `init`, two lines, and the end at once. */
const app = (make: string, bridge = ''): string => `const { init } = require('@tocsin/node');
const { createBunyanStream, createConsolaReporter, createLog4jsAppender, createWinstonTransport, pinoIntegration } = require('@tocsin/node/logs');
${make}
init({ dsn: process.env.DSN, shutdownTimeout: 10000, integrations: [${bridge}] });
log.info('order placed');
log.error(new RangeError('too much'));
process.exit(3);
`;

const apps: Readonly<Record<string, string>> = {
  pino: app("const log = require('pino')();", 'pinoIntegration()'),
  winston: app("const winston = require('winston');\nconst log = winston.createLogger({ transports: [new winston.transports.Console(), createWinstonTransport()] });"),
  bunyan: app("const log = require('bunyan').createLogger({ name: 'shop', streams: [{ stream: process.stdout }, createBunyanStream()] });"),
  consola: app("const log = require('consola').createConsola({ fancy: false });\nlog.addReporter(createConsolaReporter());"),
  log4js: app("const log4js = require('log4js');\nlog4js.configure({ appenders: { out: { type: 'stdout' }, tocsin: { type: createLog4jsAppender() } }, categories: { default: { appenders: ['out', 'tocsin'], level: 'info' } } });\nconst log = log4js.getLogger();"),
};

describe.each(nodeBinaries())('on $name', ({ name: node, path }) => {
  it.each(libraries)('what %s writes is delivered, and the process ends as it would', async (library) => {
    const project = `${node.replace('node', '')}${libraries.indexOf(library)}`;
    folder.write(`${library}.cjs`, apps[library] ?? '');
    const { code, stdout, stderr } = await folder.run(`${library}.cjs`, { node: path, monitored: false, env: { DSN: intake.dsn(project) } });
    expect(code).toBe(3);
    expect(`${stdout}${stderr}`).toContain('order placed');
    expect(stderr).not.toContain('[tocsin]');
    expect(intake.events(project)).toMatchObject([{ level: 'error', exception: { values: [{ type: 'RangeError', value: 'too much', mechanism: { type: `auto.log.${library}`, handled: true } }] } }]);
    const [frame] = intake.events(project)[0]?.exception?.values[0]?.stacktrace?.frames.slice(-1) ?? [];
    expect(frame).toMatchObject({ filename: expect.stringContaining(`${library}.cjs`), context_line: expect.stringContaining('log.error(new RangeError') });
    const logs = intake.items('log', project) as readonly { readonly items: readonly { readonly body: string }[] }[];
    expect(logs.flatMap(({ items }) => items.map(({ body }) => body))).toEqual(['order placed', expect.stringContaining('too much')]);
  });

  it.each(['queueMicrotask(end)', 'setImmediate(end)', 'setTimeout(end, 2)', 'setTimeout(end, 10)'])('a full batch that was on its way arrives once: %s', async (end) => {
    const project = `${node}${end.replaceAll(/\W/g, '')}`;
    // At the second time there is a connection.
    folder.write('batch.cjs', `const { flush, init, logger } = require('@tocsin/node');
    init({ dsn: process.env.DSN, shutdownTimeout: 10000 });
    const end = () => process.exit(3);
    const fill = () => { for (let n = 0; n < 100; n++) logger.info('line'); };
    setTimeout(() => {
      fill();
      if (process.argv[2]) flush(10000).then(() => { fill(); ${end}; });
      else ${end};
    }, 50);`);
    const count = async (arg: string): Promise<number> => {
      expect(await folder.run(arg, { node: path, monitored: false, args: ['batch.cjs'], env: { DSN: intake.dsn(project + arg) } })).toMatchObject({ code: 3, stderr: '' });
      await expect.poll(() => intake.items('log', project + arg).length).toBeGreaterThan(arg === '' ? 0 : 1);
      return (intake.items('log', project + arg) as readonly { readonly items: readonly unknown[] }[]).flatMap(({ items }) => items).length;
    };
    expect([await count(''), await count('9')]).toEqual([100, 200]);
  });
});
