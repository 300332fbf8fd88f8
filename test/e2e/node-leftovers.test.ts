import { nodeBinaries } from '@tocsin/runtimes';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder, Ended } from './app-folder';
import { createAppFolder } from './app-folder';
import type { TroubleServer } from './trouble-server';
import { startTroubleServer } from './trouble-server';

// Commands and jobs that are over at once: what an earlier one had to leave goes out with a later one that flushes, and
// none of them lives any longer for its sake.

let folder: AppFolder;
const servers: TroubleServer[] = [];
beforeAll(() => {
  folder = createAppFolder();
  folder.write('leave.cjs', "const { captureException } = require('#monitoring'); for (let n = 0; n < Number(process.env.COUNT); n++) captureException(new Error('order ' + n)); process.exit();");
  folder.write('flush.cjs', "require('#monitoring').flush(10000).then((isAll) => { process.stdout.write(String(isAll)); process.exit(); });");
  folder.write('vain-flush.cjs', "const { flush } = require('#monitoring'); const calledAt = performance.now(); flush(60000).then((isAll) => { process.stdout.write(isAll + ' ' + (performance.now() - calledAt < 30000 ? 'soon' : 'late')); });");
  folder.write('late-flush.cjs', "const { flush } = require('#monitoring'); setTimeout(() => flush(10000).then((isAll) => { process.stdout.write(String(isAll)); process.exit(); }), 100);");
  folder.write('close.cjs', "require('#monitoring').close(10000).then((isAll) => { process.stdout.write(String(isAll)); process.exit(); });");
  folder.write('busy-flush.cjs', "const { flush } = require('#monitoring'); setInterval(() => { const until = performance.now() + 150; while (performance.now() < until); }, 1); flush(60000).then((isAll) => { process.stdout.write(String(isAll)); process.exit(); });");
  folder.write('exit.cjs', "require('#monitoring'); const calledAt = performance.now(); process.on('exit', () => require('node:fs').writeSync(1, String(performance.now() - calledAt))); process.exit();");
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  folder.remove();
});

let count = 0;
/** A spool in which an earlier process has left some. */
const leave = async (node: string, COUNT: number): Promise<{ readonly server: TroubleServer; readonly spool: string; readonly run: (app: string) => Promise<Ended> }> => {
  const server = await startTroubleServer();
  servers.push(server);
  const spool = join(folder.path, `spool-${count++}`);
  const run = (app: string): Promise<Ended> => folder.run(app, { node, monitored: true, env: { TOCSIN_DSN: server.dsn, INIT_OPTIONS: JSON.stringify({ flood: false, shutdownTimeout: 10_000, spool: { dir: spool } }), COUNT: String(COUNT) } });
  await server.be('refused');
  await run('leave.cjs');
  return { server, spool, run };
};
const arrived = ({ arrivals }: TroubleServer): number => new Set(arrivals.map(({ event_id }) => event_id)).size;
const filesIn = (spool: string): readonly string[] => readdirSync(spool, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.parcel'));

describe.each(nodeBinaries())('on $name, what others have left', ({ path: node }) => {
  it.concurrent.each([
    ['flush.cjs', 40, 'true'],
    ['late-flush.cjs', 40, 'true'],
    ['close.cjs', 40, 'true'],
  ] as const)('goes out with %s', async (app, wanted, stdout) => {
    const { server, spool, run } = await leave(node, 40);
    await server.be('well');
    expect(await run(app)).toMatchObject({ code: 0, stdout, stderr: '' });
    expect(server.repeated).toEqual([]);
    expect(arrived(server)).toBe(wanted);
    expect(filesIn(spool)).toEqual([]);
  });

  it('goes out, all of it, with a flush of a process that has much else to do', async () => {
    const { server, run } = await leave(node, 1000);
    await server.be('well');
    expect(await run('busy-flush.cjs')).toMatchObject({ code: 0, stdout: 'true', stderr: '' });
    expect(arrived(server)).toBe(1000);
  });

  it('holds up no flush and no process when the server does not take it, and goes out with the next one', async () => {
    const { server, spool, run } = await leave(node, 3);
    expect(await run('vain-flush.cjs')).toMatchObject({ code: 0, stdout: 'false soon', stderr: '' });
    expect(filesIn(spool)).not.toEqual([]);
    await server.be('well');
    expect(await run('flush.cjs')).toMatchObject({ stdout: 'true' });
    expect(arrived(server)).toBe(3);
    expect(filesIn(spool)).toEqual([]);
  });

  it('makes no death longer', async () => {
    const { server, run } = await leave(node, 3);
    await server.be('hangs');
    let died = Infinity;
    // The quickest of a few: whatever else the machine does only adds to one.
    for (let times = 0; times < 4 && died > 1; times++) died = Math.min(died, Number((await run('exit.cjs')).stdout));
    expect(died).toBeLessThan(5);
    expect(server.arrivals).toEqual([]);
  });
});
