import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppFolder } from './app-folder';

// When a file of tests is over, Jest takes `require` away from it: it answers with nothing then, and each call makes the
// run fail. What a client has begun goes on all the same.

const folder = createAppFolder();
folder.write(
  'tests.cjs',
  `const http = require('node:http');
  const { Module } = require('node:module');
  const { addBreadcrumb, captureException, captureMessage, flush, init, logger, stats, withIsolationScope } = require('@tocsin/node');
  init({ release: 'shop@1' });
  captureException(new Error('in a test'));
  const asked = [];
  Module._load = (name) => void asked.push(name);
  setTimeout(() => {
    captureException(new TypeError('after it'));
    captureMessage('after it');
    logger.info('after it');
    withIsolationScope(() => addBreadcrumb({ message: 'after it' }));
    const server = http.createServer((request, response) => response.end()).listen(0, '127.0.0.1', () =>
      http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => response.resume().on('end', () => server.close(() =>
        flush(5_000).then((flushed) => console.log(JSON.stringify({ asked, flushed, sent: stats().error?.sent ?? 0 })))))));
  }, 50);`,
);
afterAll(() => folder.remove());

describe.each(nodeBinaries())('in Jest on $name', ({ path }) => {
  const run = async (dsn: string) => {
    const { code, stdout, stderr } = await folder.run('tests.cjs', { node: path, monitored: false, env: { JEST_WORKER_ID: '1', TOCSIN_DSN: dsn } });
    return { code, stderr, said: stdout && JSON.parse(stdout) };
  };

  it('nothing asks for a module once a file of tests is over, and what it captured is delivered', async () => {
    const intake = await startIntake();
    try {
      expect(await run(intake.dsn())).toEqual({ code: 0, stderr: '', said: { asked: [], flushed: true, sent: 3 } });
      expect(intake.events()).toHaveLength(3);
    } finally {
      await intake.close();
    }
  });

  it('neither does it without a DSN', async () => {
    expect(await run('')).toEqual({ code: 0, stderr: expect.stringMatching(/^\[tocsin] T1001: [^\n]*\n$/), said: { asked: [], flushed: true, sent: 0 } });
  });
});
