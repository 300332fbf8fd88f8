import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';
import { freePort } from './free-port';

// What a server that is down costs a process that goes on capturing: what is kept for later has to be
// bounded, and nothing may stay when the client closes. Counted after each garbage collection, so that
// only what is really held counts.

const MEGABYTE = 2 ** 20;

/** Prints what is held, in bytes over the start: at its peak while capturing, and after `close`. */
const APP = `
import { captureException, close, init, stats } from '@tocsin/node';
const held = () => { gc(); const { heapUsed, external, arrayBuffers } = process.memoryUsage(); return heapUsed + external + arrayBuffers; };
const deep = (calls, message) => (calls === 0 ? new Error(message) : deep(calls - 1, message));
const pause = () => new Promise((resolve) => setImmediate(resolve));
const burst = async (from, to) => {
  let peak = 0;
  for (let n = from; n < to; n++) {
    captureException(deep(10, 'order ' + n + ' could not be saved'));
    if (n % 50 === 0) await pause();
    if (n % 2000 === 0) peak = Math.max(peak, held());
  }
  return peak;
};
const start = (dsn) => init({ dsn, ...JSON.parse(process.env.OPTIONS) });
// Once before, so that compiled code and caches of the runtime are there already.
start(process.env.DSN);
await burst(0, 3000);
await close(0);
await pause();
const before = held();
start(process.env.DSN);
const peak = await burst(3000, 103000);
const { error } = stats();
await close(0);
// The spool may still be writing what the close has left; nothing tells when it is done.
let after = held();
for (let tries = 0; tries < 20 && after - before >= 2 ** 20; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  after = held();
}
process.stdout.write(JSON.stringify({ peak: peak - before, left: after - before, captured: error.captured }));
`;

let folder: AppFolder;
let dsn: string;
beforeAll(async () => {
  folder = createAppFolder();
  folder.write('memory.mjs', APP);
  dsn = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${await freePort()}/1`;
});
afterAll(() => folder.remove());

describe('100,000 captures while the server is down', () => {
  it.each([
    ['all sent', { flood: false }],
    ['flood control on', {}],
  ])('%s: never hold 32 MB, and leave nothing behind', async (_name, options) => {
    const node = nodeBinaries().find(({ name }) => name === 'node24')?.path ?? process.execPath;
    const { code, stdout, stderr } = await folder.run('memory.mjs', { node, monitored: false, args: ['--expose-gc'], env: { DSN: dsn, OPTIONS: JSON.stringify(options) }, timeout: 100_000 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { peak, left, captured }: { peak: number; left: number; captured: number } = JSON.parse(stdout);
    console.log(`${(peak / MEGABYTE).toFixed(1)} MB at the peak, ${(left / MEGABYTE).toFixed(2)} MB left after close`);
    expect(captured).toBe(100_000);
    expect(peak).toBeLessThan(32 * MEGABYTE);
    expect(left).toBeLessThan(MEGABYTE);
  }, 120_000);
});
