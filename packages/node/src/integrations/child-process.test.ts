import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Breadcrumb } from '@tocsin/core';
import { captureMessage } from '@tocsin/core';
import { afterEach, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { childProcessIntegration } from './child-process';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const start = (...options: Parameters<typeof childProcessIntegration>): Heard => (heard = hear({ integrations: [childProcessIntegration(...options)] }));

const crumbs = async ({ events }: Heard): Promise<readonly Breadcrumb[]> => {
  captureMessage('now');
  return (await events()).at(-1)?.breadcrumbs?.values ?? [];
};

const run = async (code: string): Promise<void> => {
  await once(spawn(process.execPath, ['-e', code, 'secret-argument'], { stdio: 'ignore' }), 'close');
};

it('remembers child processes that end badly, without their arguments', async () => {
  const told = start();
  await run('process.exit(3)');
  await run('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)');
  await run('');
  expect(await crumbs(told)).toMatchObject([
    { category: 'child_process', level: 'warning', message: 'Child process ended with exit code 3', data: { spawnfile: process.execPath } },
    { message: 'Child process ended with SIGTERM' },
  ]);
  expect(JSON.stringify(await told.events())).not.toContain('secret-argument');
});

it('tells arguments on demand', async () => {
  const told = start({ includeChildProcessArgs: true });
  await run('process.exit(3)');
  expect((await crumbs(told))[0]?.data?.['spawnargs']).toContain('secret-argument');
});

it('leaves it to the app to take the error of a child that cannot be started', async () => {
  const told = start();
  const child = spawn('/no/such/program');
  // With a listener of ours beside it, a missing one of the app would go unnoticed.
  expect(child.listenerCount('error')).toBe(0);
  const [error] = await once(child, 'error');
  expect(error).toMatchObject({ code: 'ENOENT' });
  expect(await crumbs(told)).toMatchObject([{ category: 'child_process', level: 'error', message: 'Child process failed: spawn /no/such/program ENOENT' }]);
});

it.each([undefined, null, 7, Object.create(null), { get message() { throw new Error('no'); } }])('leaves it to the app what it emits as an error of a child or a worker (%#)', async (thrown) => {
  const told = start();
  const child = spawn(process.execPath, ['-e', '']);
  const worker = new Worker('', { eval: true });
  const heardErrors: unknown[] = [];
  for (const emitter of [child, worker]) {
    emitter.on('error', (error) => heardErrors.push(error));
    emitter.emit('error', thrown);
  }
  await Promise.all([once(child, 'close'), once(worker, 'exit')]);
  expect(heardErrors).toEqual([thrown, thrown]);
  expect(await crumbs(told)).toMatchObject([{ message: expect.stringMatching(/^Child process failed: /) }, { message: expect.stringMatching(/^Worker thread ended by /) }]);
  expect(told.runtime.reported).toEqual([]);
});

it('captures what ends a worker thread though the app listens, once', async () => {
  const told = start();
  const worker = new Worker('throw new RangeError("too much")', { eval: true });
  const [error] = await once(worker, 'error');
  expect(error).toBeInstanceOf(RangeError);
  await nextTurn();
  expect((await told.events()).map(({ exception }) => exception?.values)).toMatchObject([[{ type: 'RangeError', value: 'too much', mechanism: { type: 'auto.child_process.worker_thread', handled: false } }]]);
  expect(await crumbs(told)).toMatchObject([{ category: 'worker_thread', level: 'error', message: 'Worker thread ended by RangeError: too much' }]);
});

it('only remembers it on demand, and hears nothing after the end', async () => {
  const told = start({ captureWorkerErrors: false });
  await once(new Worker('throw new RangeError("too much")', { eval: true }), 'error');
  await nextTurn();
  expect(await told.events()).toEqual([]);
  expect(await crumbs(told)).toHaveLength(1);
  await told.stop();
  const next = (heard = hear());
  await run('process.exit(3)');
  expect(await crumbs(next)).toEqual([]);
});
