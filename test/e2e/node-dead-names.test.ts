import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// Name servers that do not answer. The system looks names up on a thread of its own, waits for them for many seconds, and cannot be
// called off: no process ends before, not even by process.exit().

const names = createSocket('udp4');
let folder: AppFolder;

beforeAll(async () => {
  folder = createAppFolder();
  names.bind(0, '127.0.0.1');
  await once(names, 'listening');
  // To open a pipe that nobody writes into takes for ever, on the same threads.
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder.path, 'pipe')]);
  folder.write('names.cjs', `
const dns = require('node:dns');
const { open } = require('node:fs');
dns.lookup = (host, options, done) => open(__dirname + '/pipe', 'r', () => done(new Error('never')));
const { Resolver } = dns;
dns.Resolver = class extends Resolver {
  constructor(options) {
    super(options);
    this.setServers(['127.0.0.1:${names.address().port}']);
  }
};
`);
});
afterAll(() => {
  names.close();
  folder.remove();
});

describe.each(nodeBinaries())('on $name, where no name server answers', ({ path }) => {
  it.each([
    ['a natural end', '', 0],
    ['process.exit', 'setTimeout(() => process.exit(3), 100);', 3],
    ['a crash', 'setTimeout(() => { throw new Error("boom"); }, 100);', 1],
  ])('%s takes hardly longer', async (_end, body, code) => {
    folder.write('app.cjs', `const { captureException } = require('#monitoring');\ncaptureException(new Error('mine'));\n${body}`);
    const env = { TOCSIN_DSN: 'http://0123456789abcdef0123456789abcdef@errors.example/1', INIT_OPTIONS: '{ "shutdownTimeout": 500 }' };
    const ended = await folder.run('app.cjs', { node: path, monitored: true, args: ['--require', './names.cjs'], env, timeout: 6000 });
    expect(ended).toMatchObject({ code, signal: null });
  });
});
