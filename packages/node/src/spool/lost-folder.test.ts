import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic } from '@tocsin/core';
import type { Spool, Stored } from '@tocsin/core/platform';
import { parcelNamed } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSpool } from './file-spool';
import { createLeftovers } from './leftovers';

let home: string;
let root: string;
let reported: Diagnostic[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-spool-'));
  root = join(home, 'spool');
  reported = [];
});
afterEach(() => rmSync(home, { recursive: true }));

/** Others take its process for dead. */
const start = (tag: string): Spool =>
  fileSpool({ roots: () => [root], maxBytes: 1e6, maxAge: 60_000, writeTimeout: 1000, leftovers: createLeftovers(), holder: { tag, isGone: () => true } })(
    { dsn: { scheme: 'https', publicKey: 'k', host: 'errors.example', path: '', projectId: '7' }, client: 'test/1' },
    () => undefined,
    (diagnostic) => void reported.push(diagnostic),
  );
const takeAll = async (spool: Spool): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let stored: Stored | undefined; (stored = await spool.take()); await spool.remove(stored.parcel)) ids.push(stored.parcel.id);
  return ids.toSorted();
};
const folder = (): string => join(root, readdirSync(root)[0] ?? '');
const small = (id: string) => parcelNamed(id, { attachments: undefined });

describe('a spool that somebody has taken away', () => {
  it('goes on where the folder has gone meanwhile', async () => {
    const one = start('here-1');
    const lost = small('lost');
    await one.copy(lost, false);
    rmSync(root, { recursive: true });
    expect(await one.keep(small('a'))).toBe(false);
    expect(reported.map(({ code, detail }) => [code, detail])).toEqual([['T1009', 'ENOENT']]);
    expect(await one.keep(small('b'))).toBe(true);
    expect(await takeAll(start('next-2'))).toEqual(['b']);
  });

  it('writes all last words into a new folder where the old one has gone, what it had written as well', async () => {
    const one = start('here-1');
    const lost = ['a', 'b'].map(small);
    for (const parcel of lost) await one.copy(parcel, false);
    rmSync(root, { recursive: true });
    for (const parcel of [...lost, small('c')]) expect(one.copy(parcel, true)).toBe(true);
    for (const parcel of lost) expect(one.keep(parcel)).toBe(true);
    expect([statSync(root).mode, statSync(folder()).mode].map((mode) => mode & 0o777)).toEqual([0o700, 0o700]);
    expect((await takeAll(start('next-2')))).toEqual(['a', 'b', 'c']);
    expect(reported).toEqual([]);
  });

  it('writes last words again whose file alone has gone', async () => {
    const one = start('here-1');
    const lost = small('a');
    await one.copy(lost, false);
    rmSync(join(folder(), readdirSync(folder())[0] ?? ''));
    expect(one.copy(lost, true)).toBe(true);
    expect(one.keep(lost)).toBe(true);
    expect(await takeAll(start('next-2'))).toEqual(['a']);
  });

  it('looks at a folder that has come in its place as it did at the first', async () => {
    const one = start('here-1');
    await one.copy(small('a'), false);
    const path = folder();
    renameSync(path, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), path);
    expect(() => one.copy(small('b'), true)).toThrow(`${path} is no folder`);
    expect(readdirSync(join(home, 'elsewhere'))).toHaveLength(1);
  });

  it('follows no link that has come in its place for more than a second', async () => {
    const one = start('here-1');
    await one.copy(small('a'), false);
    const path = folder();
    renameSync(path, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), path);
    await pause(1100);
    expect(await one.copy(small('b'), false)).toBe(false);
    expect(await one.copy(small('c'), false)).toBe(false);
    expect(readdirSync(join(home, 'elsewhere'))).toHaveLength(1);
    expect(new Set(reported.map(({ code, detail }) => `${code} ${detail}`))).toEqual(new Set([`T1009 ${path} is no folder`]));
  });
});
