import { nodeBinaries } from '@tocsin/runtimes';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

const folder = createAppFolder();
symlinkSync(join(packages, 'express'), join(folder.path, 'node_modules/@tocsin/express'));
mkdirSync(join(folder.path, 'node_modules/@types'), { recursive: true });
for (const name of ['cron', 'node-cron', 'node-schedule']) symlinkSync(join(packages, 'node/node_modules', name), join(folder.path, 'node_modules', name));
for (const name of ['express4', 'express5']) symlinkSync(join(packages, 'express/node_modules', name), join(folder.path, 'node_modules', name));
afterAll(() => folder.remove());

/**
 * Each way in which the app's code is run by us, and how many lines of ours stand in a stack for it, at most. A line
 * of Node's own beside them leads into the scopes.
 */
const LINES = {
  'the stack of captureMessage': 0,
  withScope: 2,
  withIsolationScope: 2,
  continueTrace: 2,
  isolateRequest: 1,
  inRequest: 1,
  withMonitor: 3,
  masquerade: 3,
  wrapHandler: 3,
  cron: 3,
  'node-cron': 3,
  'node-schedule': 3,
  'a server of node:http': 0,
  'requestHandler of Express 4': 2,
  'requestHandler of Express 5': 2,
  'masqueradeAs': 1,
};

folder.write(
  'stacks.mjs',
  `import { EventEmitter } from 'node:events';
  import { createServer } from 'node:http';
  import * as tocsin from '@tocsin/node';
  import { wrapHandler } from '@tocsin/node/serverless';
  import { masqueradeAs, requestHandler } from '@tocsin/express';
  import { CronJob } from 'cron';
  import nodeCron from 'node-cron';
  import schedule from 'node-schedule';
  import express4 from 'express4';
  import express5 from 'express5';

  const OURS = /[\\\\/](?:core|node|express)[\\\\/]dist[\\\\/]/;
  const lines = {};
  const keepStack = (event) => {
    if (event.message === 'text') lines['the stack of captureMessage'] = event.exception.values[0].stacktrace.frames.filter(({ filename }) => OURS.test(filename)).length;
    return event;
  };
  tocsin.init({ dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1', spool: false, attachStacktrace: true, beforeSend: keepStack });
  Error.stackTraceLimit = 100;
  const look = (name) => () => {
    lines[name] = new Error(name).stack.split('\\n').filter((line) => OURS.test(line)).length;
  };
  const people = { actor: { id: 'a' }, onBehalfOf: { id: 'b' }, reason: 'c' };
  tocsin.captureMessage('text');
  tocsin.withScope(look('withScope'));
  tocsin.withIsolationScope(look('withIsolationScope'));
  tocsin.continueTrace({}, look('continueTrace'));
  const emitter = new EventEmitter();
  tocsin.isolateRequest([emitter], look('isolateRequest'));
  tocsin.inRequest(emitter, look('inRequest'));
  tocsin.withMonitor('a', look('withMonitor'));
  tocsin.masquerade(people, look('masquerade'));
  await wrapHandler(async () => look('wrapHandler')())({}, { getRemainingTimeInMillis: () => 1000 });

  // Due once a year, and told to run now: a time that comes may come between two lines.
  const YEARLY = '0 0 1 1 *';
  const Job = tocsin.cron.instrumentCron(CronJob, 'a');
  await new Job(YEARLY, look('cron')).fireOnTick();
  const task = tocsin.cron.instrumentNodeCron(nodeCron).schedule(YEARLY, look('node-cron'), { name: 'a' });
  await task.execute();
  task.stop();
  const job = tocsin.cron.instrumentNodeSchedule(schedule).scheduleJob('a', YEARLY, look('node-schedule'));
  await job.invoke();
  job.cancel();

  const served = async (listener) => {
    const server = createServer(listener);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    await (await fetch('http://127.0.0.1:' + server.address().port)).text();
    server.close();
  };
  await served((request, response) => (look('a server of node:http')(), response.end()));
  const shop = (express, name, ...middlewares) => express().use(...middlewares).get('/', (request, response) => (look(name)(), response.end()));
  await served(shop(express4, 'requestHandler of Express 4', requestHandler()));
  await served(shop(express5, 'requestHandler of Express 5', requestHandler()));
  await served(shop(express5, 'masqueradeAs', masqueradeAs(() => people)));
  console.log(JSON.stringify(lines));
  process.exit();
  `,
);

describe.each(nodeBinaries())('on $name', ({ path }) => {
  it('leaves the places of a stack to the app', async () => {
    const { stdout, stderr } = await folder.run('stacks.mjs', { node: path, monitored: false });
    expect(stderr).toBe('');
    const found = JSON.parse(stdout) as Readonly<Record<keyof typeof LINES, number>>;
    expect(Object.keys(found).sort()).toEqual(Object.keys(LINES).sort());
    expect(Object.entries(LINES).filter(([name, most]) => found[name as keyof typeof LINES] > most).map(([name]) => [name, found[name as keyof typeof LINES]])).toEqual([]);
  });
});
