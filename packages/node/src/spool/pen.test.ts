import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeNew } from './parcel-file';
import { createPen } from './pen';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-pen-'));
});
afterEach(() => rmSync(home, { recursive: true }));

it('adds at the end, crosses out in the middle, and cuts off what was begun', () => {
  const pen = createPen(({ path }: { readonly count: number; readonly path: string }) => path);
  const path = join(home, 'box');
  pen.write({ count: 0, path }, Buffer.from('+one\n'), 0);
  const box = { count: 1, path };
  pen.write(box, Buffer.from('+two\n'), 5);
  pen.write(box, Buffer.from('-'), 0);
  pen.write(box, Buffer.from('+thr'), 10);
  pen.cut(box, 10);
  pen.lift(box);
  expect(readFileSync(path, 'utf8')).toBe('-one\n+two\n');
});

it('nothing that somebody has planted is written through, or over', async () => {
  writeFileSync(join(home, 'victim'), 'untouched');
  symlinkSync(join(home, 'victim'), join(home, 'link'));
  symlinkSync(join(home, 'nothing'), join(home, 'dangling'));
  const pen = createPen(({ path }: { readonly count: number; readonly path: string }) => path);
  // Nor is anything crossed out behind a link.
  expect(() => pen.write({ count: 1, path: join(home, 'link') }, Buffer.from('-'), 0)).toThrow('ELOOP');
  for (const planted of ['victim', 'link', 'dangling']) {
    expect(() => pen.write({ count: 0, path: join(home, planted) }, Buffer.from('x'), 0)).toThrow('EEXIST');
    await expect(writeNew(join(home, planted), Buffer.from('x'))).rejects.toThrow('EEXIST');
  }
  expect(readFileSync(join(home, 'victim'), 'utf8')).toBe('untouched');
  expect(existsSync(join(home, 'nothing'))).toBe(false);
});
