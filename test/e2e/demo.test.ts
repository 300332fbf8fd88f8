import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

// The command as people run it: it must never claim what did not happen, nor leave anything behind.

const script = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

interface Demo {
  readonly child: ChildProcess;
  readonly ended: Promise<number | string | null>;
  /** All that it has printed so far. */
  readonly printed: () => string;
  /** Resolves with the first match in what it prints; fails when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

const demos: ChildProcess[] = [];
afterEach(() => {
  for (const child of demos.splice(0)) child.kill('SIGTERM');
});

const demo = (...args: readonly string[]): Demo => {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'pipe' });
  demos.push(child);
  let printed = '';
  const ended = new Promise<number | string | null>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed += String(text);
    });
  }
  return {
    child,
    ended,
    printed: () => printed,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(printed);
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        look();
        void ended.then((code) => reject(new Error(`the demo ended (${code}) without saying ${pattern}:\n${printed}`)));
      }),
  };
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
};

const processesIn = (printed: string): readonly number[] => [...printed.matchAll(/\(process (\d+)\)/g)].map(([, pid]) => Number(pid));

const leftBehind = (printed: string): readonly number[] => {
  const started = processesIn(printed);
  expect(started.length).toBeGreaterThan(0);
  return started.filter(isRunning);
};

/** A port that somebody else listens on. */
const takePort = async (): Promise<{ readonly port: number; release(): Promise<unknown> }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, release: () => new Promise((resolve) => server.close(resolve)) };
};

describe('npm run demo', () => {
  it('shows the whole way of an error and ends by itself', async () => {
    const { ended, printed } = demo('--once');
    expect(await ended, printed()).toBe(0);
    expect(printed()).not.toContain('✗');
    expect(printed().match(/✓/g)).toHaveLength(12);
    const [, hash = ''] = /the page shows ([a-z]{5}(?:-[a-z]{5}){3})\./.exec(printed()) ?? [];
    expect(printed()).toContain(`Support types "${hash.slice(0, 5).toUpperCase()} ${hash.slice(6).replaceAll('-', ' ')}"`);
    for (const line of [
      /What broke +Error: The invoice could not be drawn up/,
      /because +TypeError: Cannot read properties of undefined/,
      /Where +drawUpInvoice in .*invoices\.js:\d+, serving GET \/orders\/:id\/invoice/,
      /Since when +\d{4}-\d\d-\d\dT.*, release example-shop@1\.0\.0/,
      /How often +2 times/,
      /Warning +Stock of lamp-01 runs low/,
      /Audit +Rita Ruiz \(rita\), acting as carla, did order\.refund to order 1041: success/,
      /Crash +Error: Shelf 12 .* \(fatal\)/,
      /The inbox +http:\/\/127\.0\.0\.1:\d+\n/,
    ]) {
      expect(printed()).toMatch(line);
    }
    expect(leftBehind(printed())).toEqual([]);
  });

  it('fails when its port is taken, and says so', async () => {
    const { port, release } = await takePort();
    const { ended, printed } = demo('--once', '--port', String(port));
    expect(await ended).toBe(1);
    await release();
    expect(printed()).toMatch(new RegExp(`✗ The inbox listens\n.*port ${port} on 127\\.0\\.0\\.1 is taken`));
    expect(printed()).not.toContain('✓');
  });

  it('fails when the inbox is killed half-way, and says so', async () => {
    const { child, ended, says, printed } = demo('--once', '--pause-before-lookup');
    const [, inbox] = await says(/The inbox listens .* \(process (\d+)\)/);
    await says(/Paused/);
    process.kill(Number(inbox), 'SIGKILL');
    child.stdin?.write('\n');
    expect(await ended).toBe(1);
    expect(printed()).toMatch(/✗ Support types .*\n[^]*The inbox is gone: it ended with signal SIGKILL/);
    expect(leftBehind(printed())).toEqual([]);
  });

  it('fails when the shop cannot reach its DSN, and says so', async () => {
    const { port, release } = await takePort();
    await release();
    const dsn = `http://key@127.0.0.1:${port}/1`;
    const { ended, printed } = demo('--once', '--dsn', dsn);
    expect(await ended).toBe(1);
    expect(printed()).toMatch(/✗ Support types .*\n.*does not know [a-z-]{23}/);
    expect(printed()).toContain(`its DSN is ${dsn}, and nothing can be sent there`);
    expect(leftBehind(printed())).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stays up without --once until %s, with the shop up again, and leaves nothing behind', async (signal) => {
    const { child, ended, says, printed } = demo();
    const [, shop = ''] = await says(/The shop is up again at (\S+) [^]*Ctrl-C ends everything/);
    const [, inbox = ''] = await says(/The inbox +(\S+)\n/);
    expect((await fetch(`${shop}/orders/1041/invoice`)).status).toBe(200);
    expect(await (await fetch(inbox)).text()).toContain('The invoice could not be drawn up');
    expect(processesIn(printed()).filter(isRunning)).toHaveLength(2);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(leftBehind(printed())).toEqual([]);
  });

  it('fails when the inbox ends while it stays up', async () => {
    const { ended, says, printed } = demo();
    const [, inbox] = await says(/The inbox listens .* \(process (\d+)\)/);
    await says(/Ctrl-C ends everything/);
    process.kill(Number(inbox), 'SIGKILL');
    expect(await ended).toBe(1);
    expect(printed()).toContain('the inbox ended by itself (signal SIGKILL)');
    expect(leftBehind(printed())).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted half-way, and does not call that a success', async () => {
    const { child, ended, says, printed } = demo('--once', '--pause-before-lookup');
    await says(/Paused/);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(leftBehind(printed())).toEqual([]);
  });

  it('is not changed by what the shell says to the SDK', async () => {
    const env = { ...process.env, TOCSIN_SAMPLE_RATE: '0', SENTRY_DSN: 'http://key@127.0.0.1:1/1' };
    const child = spawn(process.execPath, [script, '--once'], { env, stdio: 'ignore' });
    demos.push(child);
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  });

  it.each(['--nonsense', '--port=x', '--port=70000'])('refuses %s and starts nothing', async (argument) => {
    const { ended, printed } = demo(argument);
    expect(await ended).toBe(2);
    expect(printed()).toMatch(/--nonsense|--port must be a number/);
    expect(printed()).not.toContain('process');
  });
});
