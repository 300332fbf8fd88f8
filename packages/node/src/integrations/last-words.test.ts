import { once } from 'node:events';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { captureMessage, stats } from '@tocsin/core';
import type { ClientOptions } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { createLastWords } from './last-words';

// This thread stands still, so the server that never answers needs one of its own.
const HANGING = "const { parentPort } = require('node:worker_threads'); const server = require('node:net').createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));";

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

const start = async (options: ClientOptions = {}, health = { lastSendFailed: false }) => {
  const server = new Worker(HANGING, { eval: true });
  undoing.push(() => server.terminate());
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const lastWords = createLastWords(health);
  const runtime = fakeRuntime();
  const client = initClient({ dsn: `http://k@127.0.0.1:${port}/1`, integrations: [lastWords.integration], ...options }, runtime);
  undoing.push(() => client.close(0), () => runtime.advance(0));
  /** How long the thread stood still, milliseconds. */
  const speak = (): number => {
    const before = performance.now();
    lastWords.speak();
    return performance.now() - before;
  };
  return { speak, client, runtime, lastWords };
};

describe('last words', () => {
  it('cost nothing when nothing is pending', async () => {
    const { speak } = await start();
    expect(speak()).toBeLessThan(100);
  });

  it('take as long as they may, and what was not answered is counted', async () => {
    const { speak } = await start({ shutdownTimeout: 300 });
    captureMessage('hello');
    expect(speak()).toBeGreaterThanOrEqual(292);
    expect(stats().error).toMatchObject({ captured: 1, pending: 0, dropped: { network_error: 1 } });
  });

  it('take 200 ms when the server did not answer before', async () => {
    const { speak } = await start({}, { lastSendFailed: true });
    captureMessage('hello');
    const stood = speak();
    expect(stood).toBeGreaterThanOrEqual(195);
    expect(stood).toBeLessThan(900);
  });

  it('share one deadline, because a process dies once', async () => {
    const { speak } = await start({ shutdownTimeout: 300 });
    captureMessage('in the monitor');
    speak();
    captureMessage('in the exit event');
    expect(speak()).toBeLessThan(200);
    expect(stats().error).toMatchObject({ pending: 0, dropped: { network_error: 2 } });
  });

  it('have a new deadline when the process lives on all the same', async () => {
    const { speak } = await start({ shutdownTimeout: 300 });
    captureMessage('a scare');
    speak();
    await nextTurn();
    captureMessage('the end');
    expect(speak()).toBeGreaterThanOrEqual(292);
  });

  it('are spoken at exit', async () => {
    await start({ shutdownTimeout: 300 });
    captureMessage('hello');
    for (const listener of process.listeners('exit').slice(-1)) listener(0);
    expect(stats().error).toMatchObject({ pending: 0 });
  });

  it('are spoken again for what later listeners of exit capture, within the same time', async () => {
    await start({ shutdownTimeout: 300 });
    const before = performance.now();
    for (const listener of process.listeners('exit').slice(-1)) listener(0);
    captureMessage('in a listener that came later');
    expect(stats().error).toMatchObject({ captured: 1, pending: 0 });
    captureMessage('in another one');
    expect(stats().error).toMatchObject({ captured: 2, pending: 0 });
    expect(performance.now() - before).toBeLessThan(900);
  });

  it('not for a process that lives on, because somebody only plays an exit', async () => {
    await start();
    for (const listener of process.listeners('exit').slice(-1)) listener(0);
    await nextTurn();
    captureMessage('alive');
    expect(stats().error).toMatchObject({ captured: 1, pending: 1 });
  });

  it('throw nothing into an exit where a test has put away the timers', async () => {
    await start({ shutdownTimeout: 300 });
    captureMessage('hello');
    const { setImmediate } = globalThis;
    undoing.push(() => Object.assign(globalThis, { setImmediate }));
    Reflect.deleteProperty(globalThis, 'setImmediate');
    for (const listener of process.listeners('exit').slice(-1)) listener(0);
    Object.assign(globalThis, { setImmediate });
    expect(stats().error).toMatchObject({ captured: 1, pending: 0 });
  });

  it('are over once the client is closed', async () => {
    const before = process.listenerCount('exit');
    const { speak, client, runtime } = await start();
    expect(process.listenerCount('exit')).toBe(before + 1);
    const closed = client.close(0);
    await runtime.advance(0);
    await closed;
    expect(process.listenerCount('exit')).toBe(before);
    expect(speak()).toBeLessThan(100);
  });

  describe('stand by', () => {
    /** Node tells of a thread in the next tick. */
    const nextTick = () => new Promise<void>((resolve) => process.nextTick(resolve));

    /** Threads that were started from now on. */
    const watchThreads = (): Worker[] => {
      const threads: Worker[] = [];
      const onWorker = (thread: Worker): void => void threads.push(thread);
      process.on('worker', onWorker);
      undoing.push(() => process.off('worker', onWorker));
      return threads;
    };

    it('with the thread that will send', async () => {
      const { lastWords, speak } = await start({ shutdownTimeout: 300 });
      const threads = watchThreads();
      lastWords.standBy();
      captureMessage('the end');
      speak();
      expect(stats().error).toMatchObject({ pending: 0, dropped: { network_error: 1 } });
      await nextTurn();
      expect(threads).toHaveLength(1);
    });

    it('and the thread ends where there was nothing to send, and the process lives on', async () => {
      const { lastWords, speak } = await start();
      const threads = watchThreads();
      lastWords.standBy();
      speak();
      await nextTick();
      expect(threads).toHaveLength(1);
      await Promise.all(threads.map((thread) => once(thread, 'exit')));
    });

    it.each([
      ['events are sampled', { sampleRate: 0.5 }],
      ['there is no time', { shutdownTimeout: 0 }],
      ['requests are the business of an agent of the app', { transportOptions: { agent: {} } }],
      ['or of a transport of the app', { transport: () => ({ post: () => Promise.reject(new Error('no')) }) }],
      ['nothing is sent', { dsn: '' }],
    ])('with nothing where %s', async (_name, options: object) => {
      const { lastWords } = await start(options);
      const threads = watchThreads();
      lastWords.standBy();
      await nextTurn();
      expect(threads).toEqual([]);
    });

    it('with nothing where threads are forbidden, which is told when one is needed', async () => {
      const { lastWords, speak, runtime } = await start({ shutdownTimeout: 300, debug: true });
      const here = process.cwd();
      process.chdir(mkdtempSync(join(tmpdir(), 'tocsin-gone-')));
      undoing.push(() => process.chdir(here));
      rmdirSync(process.cwd());
      lastWords.standBy();
      const codes = () => runtime.reported.map(({ code }) => code);
      expect(codes()).not.toContain('T3005');
      captureMessage('the end');
      speak();
      expect(codes()).toContain('T3005');
    });
  });
});
