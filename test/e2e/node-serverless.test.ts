import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// A host that takes the process away the moment a function has answered: nothing of ours can act after that.

/** Calls a handler as Lambda does, prints how it ended, and kills the process at once. */
const HOST = `
const left = Number(process.env.LEFT ?? 3000);
const started = performance.now();
const context = { getRemainingTimeInMillis: () => left - (performance.now() - started), functionName: 'orders', awsRequestId: 'r-1' };
const gone = (...ending) => {
  require('node:fs').writeSync(1, JSON.stringify(ending));
  process.kill(process.pid, 'SIGKILL');
};
setTimeout(() => gone('timed out'), left);
exports.invoke = (handler) => {
  const answer = handler({ id: 1 }, context, (error, result) => gone('callback', error?.message, result));
  if (typeof answer?.then === 'function') answer.then((result) => gone('resolved', result), (error) => gone('rejected', error.message));
};
`;

const handlers = {
  resolves: "async () => { sdk.captureMessage('in passing'); return 'ok'; }",
  rejects: "async () => { await null; throw new Error('no stock'); }",
  throws: "() => { throw new Error('no stock'); }",
  'calls back': "(event, context, callback) => void setTimeout(() => callback(new Error('no stock')), 5)",
  'never ends': 'async () => new Promise(() => {})',
};

/** Warned of its time limit seconds before: a busy machine may need more than the usual half second to send. */
const app = (handler: string): string => `
const sdk = require('@tocsin/node');
const { wrapHandler } = require('@tocsin/node/serverless');
const { invoke } = require('./host.cjs');
sdk.init(JSON.parse(process.env.OPTIONS));
invoke(wrapHandler(${handler}, { timeoutWarningLimit: 4000 }));
`;

/** Without the wrapper, by a promise that the host waits for. */
const WAITING = `
const sdk = require('@tocsin/node');
const { invoke } = require('./host.cjs');
const promises = [];
sdk.init({ ...JSON.parse(process.env.OPTIONS), waitUntil: (promise) => promises.push(promise) });
invoke(async () => {
  sdk.captureMessage('in passing');
  await Promise.all(promises);
  return 'ok';
});
`;

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
  folder.write('host.cjs', HOST);
  folder.write('waits.cjs', WAITING);
  for (const [name, handler] of Object.entries(handlers)) folder.write(`${name.replace(' ', '-')}.cjs`, app(handler));
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

const said = ({ message, logentry, exception }: Event): string => exception?.values[0]?.value ?? logentry?.formatted ?? message ?? '';

describe.each(nodeBinaries())('a function on $name has delivered what it captured when it', ({ name, path: node }) => {
  it.concurrent.each([
    ['resolves', ['resolved', 'ok'], 'in passing'],
    ['rejects', ['rejected', 'no stock'], 'no stock'],
    ['throws', ['rejected', 'no stock'], 'no stock'],
    ['calls back', ['callback', 'no stock', null], 'no stock'],
    ['never ends', ['timed out'], 'orders is about to run into its time limit'],
    ['waits', ['resolved', 'ok'], 'in passing'],
  ])('%s', async (how, ending, text) => {
    const project = `${name}${how}`.replace(/\W/g, '');
    const file = `${how.replace(' ', '-')}.cjs`;
    const options = JSON.stringify({ dsn: intake.dsn(project), spool: false });
    const { signal, stdout, stderr } = await folder.run(file, { node, monitored: false, env: { OPTIONS: options, LEFT: how === 'never ends' ? '5000' : '10000' } });
    expect({ signal, stdout: JSON.parse(stdout), stderr }).toEqual({ signal: 'SIGKILL', stdout: ending, stderr: '' });
    expect(intake.events(project).map(said)).toEqual([text]);
  });
});
