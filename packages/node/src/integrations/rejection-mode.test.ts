import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejectionMode } from './rejection-mode';

describe('rejectionMode', () => {
  it.each([
    ['no flag: Node throws', [], undefined, 'throw'],
    ['on the command line', ['--unhandled-rejections=warn'], undefined, 'warn'],
    ['the value apart', ['--unhandled-rejections', 'none'], undefined, 'none'],
    ['among other flags', ['--inspect', '--unhandled-rejections=strict', '--no-warnings'], undefined, 'strict'],
    ['a mode whose name begins with another', ['--unhandled-rejections=warn-with-error-code'], undefined, 'warn-with-error-code'],
    ['in NODE_OPTIONS', [], '--max-old-space-size=512 --unhandled-rejections=none', 'none'],
    ['quoted in NODE_OPTIONS', [], '--unhandled-rejections="warn"', 'warn'],
    ['quoted as a whole in NODE_OPTIONS', [], '--no-warnings "--unhandled-rejections=warn-with-error-code"', 'warn-with-error-code'],
    ['the name within another value', [], '--title=a--unhandled-rejections=none', 'throw'],
    ['underscores, which Node takes too', [], '--unhandled_rejections=warn', 'warn'],
    ['both: the command line wins', ['--unhandled-rejections=throw'], '--unhandled-rejections=none', 'throw'],
    ['twice: the later wins', ['--unhandled-rejections=none', '--unhandled-rejections=warn'], undefined, 'warn'],
    ['a value that Node would refuse', ['--unhandled-rejections=loud'], undefined, 'throw'],
  ] as const)('%s', (_name, execArgv, nodeOptions, expected) => {
    expect(rejectionMode(execArgv, nodeOptions)).toBe(expected);
  });
});

describe('rejectionMode of a file of options', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin options '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const fileOf = (text: string): string => {
    const file = join(folder, 'node.config.json');
    writeFileSync(file, text);
    return file;
  };
  const WARN = '{ "nodeOptions": { "unhandled-rejections": "warn" } }';

  it('is read where neither flag nor environment says one', () => {
    const file = fileOf(WARN);
    expect(rejectionMode([`--experimental-config-file=${file}`])).toBe('warn');
    expect(rejectionMode(['--no-warnings', '--experimental-config-file', file])).toBe('warn');
    expect(rejectionMode(['--experimental-config-file=other.json', `--experimental-config-file=${file}`])).toBe('warn');
    expect(rejectionMode([`--experimental-config-file=${file}`, '--unhandled-rejections=none'])).toBe('none');
    expect(rejectionMode([`--experimental-config-file=${file}`], '--unhandled-rejections=none')).toBe('none');
  });

  it.each([
    ['no such option', '{ "nodeOptions": {} }'],
    ['no options', '[]'],
    ['null', 'null'],
    ['a mode that Node would refuse', '{ "nodeOptions": { "unhandled-rejections": ["warn"] } }'],
    ['no JSON', 'warn'],
  ])('is the default with %s', (_what, text) => {
    expect(rejectionMode([`--experimental-config-file=${fileOf(text)}`])).toBe('throw');
  });

  it('is the default where the file cannot be read', () => {
    expect(rejectionMode(['--experimental-config-file=/no/such/file'])).toBe('throw');
    expect(rejectionMode(['--experimental-config-file'])).toBe('throw');
    expect(rejectionMode(['--experimental-default-config-file'])).toBe('throw');
  });
});
