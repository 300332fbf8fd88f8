import { randomBytes } from 'node:crypto';
import { arch, availableParallelism, hostname, release, totalmem, type } from 'node:os';
import { dirname } from 'node:path';
import type { Runtime } from '@tocsin/core/platform';
import { reportToStderr } from './report';
import { createAsyncScopeStore } from './scope-store';
import type { Health } from './sender';
import { createSender } from './sender';
import { createStackParser } from './stack-parser';
import { VERSION } from './version';

/** Node as a platform. `serverName` overrides the host's name. */
export const createNodeRuntime = (health: Health, serverName?: string): Runtime => ({
  platform: 'node',
  sdk: { name: 'tocsin.javascript.node', version: VERSION, packages: [{ name: 'npm:@tocsin/node', version: VERSION }] },
  scopes: createAsyncScopeStore(),
  parseStack: createStackParser(dirname(process.argv[1] ?? process.cwd()).replaceAll('\\', '/')),
  describe: () => undefined,
  constant: () => ({
    server_name: serverName ?? hostname(),
    contexts: {
      runtime: { name: 'node', version: process.version },
      os: { name: type(), version: release() },
      device: { arch: arch(), memory_size: totalmem(), processor_count: availableParallelism() },
      app: { app_start_time: new Date(Date.now() - process.uptime() * 1000).toISOString() },
    },
  }),
  now: Date.now,
  after(delay, run, hold = false) {
    const timer = setTimeout(run, delay);
    if (!hold) timer.unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
  randomBytes,
  createPost: (destination) => createSender(destination, health),
  report: reportToStderr,
});
