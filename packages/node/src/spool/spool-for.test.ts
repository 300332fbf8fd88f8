import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureException, close, getClient, init, stats } from '../index';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-spool-'));
});
afterEach(async () => {
  await close(0);
  rmSync(home, { recursive: true });
});

const DSN = 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1';
const closeWithOne = async (): Promise<void> => {
  captureException(new Error('x'));
  await close(0);
};

it('what is pending at a close is on disk at once, in the folder that the option names', async () => {
  const client = init({ dsn: DSN, defaultIntegrations: false, spool: { dir: join(home, 'mine') } });
  await closeWithOne();
  expect(client.stats().error).toMatchObject({ captured: 1, spooled: 1, pending: 0, dropped: {} });
  expect(readdirSync(join(home, 'mine', readdirSync(join(home, 'mine'))[0] ?? ''))).toEqual([expect.stringMatching(/\.parcel$/)]);
});

it('`false` writes nothing', async () => {
  const client = init({ dsn: DSN, defaultIntegrations: false, spool: false });
  await closeWithOne();
  expect(client.stats().error).toMatchObject({ spooled: 0, dropped: { closed: 1 } });
});

it('bounds are kept', async () => {
  const client = init({ dsn: DSN, defaultIntegrations: false, spool: { dir: join(home, 'small'), maxBytes: 100 } });
  await closeWithOne();
  expect(client.stats().error).toMatchObject({ spooled: 0, dropped: { closed: 1 } });
});

it('nothing of the kind is made without a DSN, or before it is needed', () => {
  init({ dsn: DSN, defaultIntegrations: false, spool: { dir: join(home, 'a') } });
  expect(getClient()?.isEnabled()).toBe(true);
  expect(stats()).toEqual({});
  expect(existsSync(join(home, 'a'))).toBe(false);
});

it('names what is unusable, and does without it', async () => {
  const lines: string[] = [];
  const { write } = process.stderr;
  Object.assign(process.stderr, { write: (line: string) => lines.push(line) });
  try {
    init({ dsn: DSN, defaultIntegrations: false, spool: 5 as never });
    expect(lines).toHaveLength(1); // at the start, which opens no spool
    await close(0);
    for (const spool of [{ maxBytes: 'much', maxAge: -1, dir: 7 }, { get dir() { throw new Error('no'); } }]) {
      init({ dsn: DSN, defaultIntegrations: false, spool: spool as never });
      await close(0);
    }
    const file = join(home, 'file');
    writeFileSync(file, '');
    const client = init({ dsn: DSN, defaultIntegrations: false, spool: { dir: file } });
    await closeWithOne();
    expect(client.stats().error).toMatchObject({ dropped: { closed: 1 } });
  } finally {
    Object.assign(process.stderr, { write });
  }
  // Whether it comes to the file before it is closed depends on the machine; what is said then has tests of its own.
  expect(lines.filter((line) => !line.includes('T1009'))).toEqual(['spool must be false or an object', 'spool.maxBytes must be a number of at least 0', 'spool.maxAge must be a number of at least 0', 'spool.dir must be a text'].map((what) => `[tocsin] T1003: Option ${what}; the default is used.\n`));
});
