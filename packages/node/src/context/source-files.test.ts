import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceFiles } from './source-files';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tocsin-sources-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const named = (name: string): string => {
  execFileSync('mkfifo', [join(folder, name)]);
  return join(folder, name);
};

const attempt = (run: () => never): string => {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? String(error.stack) : Object(error).stack;
  }
};

describe('createSourceFiles', () => {
  it.skipIf(process.platform === 'win32').each([
    ['a device without end', () => '/dev/zero'],
    ['the input of the process', () => '/dev/stdin'],
    ['a pipe that nobody writes to', () => named('pipe.js')],
    ['a file of the kernel', () => '/proc/self/maps'],
  ])('does not read from %s: it might wait for ever', (_name, path) => {
    expect(createSourceFiles().linesOf(path())).toBeUndefined();
  });

  it('splits a file into its lines, whatever ends them', () => {
    expect(createSourceFiles().linesOf(write('a.js', 'one\r\ntwo\nthree'))).toEqual(['one', 'two', 'three']);
  });

  it('counts lines as V8 does, which ends them at more than others do', () => {
    const path = write('odd.cjs', 'const a = "x\u2028y";\rconst b = "x\u2029y";\r\nmodule.exports = () => { throw new Error(a + b); };\n');
    const fail: () => never = createRequire(path)(path);
    const stack = attempt(fail);
    const line = Number(/odd\.cjs:(\d+)/.exec(stack)?.[1]);
    expect(createSourceFiles().linesOf(path)?.[line - 1]).toContain('throw new Error');
  });

  it.each([
    ['a source map', `first\nsecond\n//# sourceMappingURL=data:application/json;base64,${'A'.repeat(5000)}\n`],
    ['a picture', `${'line\n'.repeat(12)}const picture = '${'A'.repeat(5000)}';\n`],
  ])('shows a file that somebody wrote, with %s inside', (_what, text) => {
    expect(createSourceFiles().linesOf(write('a.js', text))).toBeDefined();
  });

  it.each(['.env', 'settings.json', 'server.key', 'passwd', 'a.js.bak'])('does not read what is no source: %s', (name) => {
    expect(createSourceFiles().linesOf(write(name, 'one\ntwo'))).toBeUndefined();
  });

  it.each(['a.mjs', 'a.cts', 'a.tsx', 'App.vue', 'A.JS'])('reads what is one: %s', (name) => {
    expect(createSourceFiles().linesOf(write(name, 'one\ntwo'))).toEqual(['one', 'two']);
  });

  it('reads the file that the process was started with, whatever it is called', () => {
    const path = write('serve', 'one\ntwo');
    const before = process.argv[1];
    process.argv[1] = path;
    expect(createSourceFiles().linesOf(path)).toEqual(['one', 'two']);
    process.argv[1] = before ?? '';
    expect(createSourceFiles().linesOf(path)).toBeUndefined();
  });

  it('reads a file once: the code that runs is that of the start', () => {
    const files = createSourceFiles();
    const path = write('a.js', 'before');
    files.linesOf(path);
    write('a.js', 'after');
    expect(files.linesOf(path)).toEqual(['before']);
  });

  it.each([
    ['a file that is not there', () => join(folder, 'gone.js')],
    ['a folder', () => folder],
    ['a bundle', () => write('bundle.js', 'x\n'.repeat(600_000))],
    ['minified code', () => write('min.js', `${'a;'.repeat(600)}\nb;`)],
    ['a path that is none', () => '\0'],
    ['an empty file', () => write('empty.js', '')],
  ])('has no lines of %s', (_name, path) => {
    expect(createSourceFiles().linesOf(path())).toBeUndefined();
  });

  it('reads what is no UTF-8 without complaint', () => {
    expect(createSourceFiles().linesOf(write('a.js', Uint8Array.of(0xff, 0x0a, 0x61)))).toEqual(['\ufffd', 'a']);
  });

  it('lets go of the files that nobody has asked for', () => {
    const files = createSourceFiles();
    const text = `${'x'.repeat(80)}\n`.repeat(5_000);
    const paths = ['a', 'b', 'c', 'd', 'e'].map((name) => write(`${name}.js`, text + name));
    for (const path of paths.slice(0, 3)) files.linesOf(path);
    files.linesOf(paths[0] ?? '');
    for (const path of paths.slice(3)) files.linesOf(path);
    for (const path of paths) writeFileSync(path, 'changed');
    const lastLine = (index: number): string | undefined => files.linesOf(paths[index] ?? '')?.at(-1);
    // 400 KB each: three are kept, the one that was asked for again among them.
    expect([lastLine(0), lastLine(3), lastLine(4), lastLine(1), lastLine(2)]).toEqual(['a', 'd', 'e', 'changed', 'changed']);
  });
});
