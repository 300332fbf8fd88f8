import { describe, expect, it } from 'vitest';
import { readCliOptions, whereKept } from './cli-options';

describe('the arguments of tocsin-inbox', () => {
  it('have defaults that serve this machine only', () => {
    expect(readCliOptions([])).toEqual({ kind: 'serve', file: './tocsin-inbox.sqlite', host: '127.0.0.1', port: 8137, publicKey: undefined });
  });

  it('can all be given, in both ways of writing', () => {
    expect(readCliOptions(['--port', '0', '--file=/tmp/a.sqlite', '--host', '::1', '--key', 'abc'])).toEqual({ kind: 'serve', file: '/tmp/a.sqlite', host: '::1', port: 0, publicKey: 'abc' });
  });

  it('are told where everything is kept, or that nothing is', () => {
    expect(whereKept('./a.sqlite')).toBe('Everything is kept in ./a.sqlite. Ctrl-C ends it.');
    expect(whereKept(':memory:')).toBe('Nothing is kept. Ctrl-C ends it.');
  });

  it('can ask for help', () => {
    expect(readCliOptions(['--help'])).toEqual({ kind: 'help' });
    expect(readCliOptions(['-h'])).toEqual({ kind: 'help' });
  });

  it('can ask for the version', () => {
    expect(readCliOptions(['--version'])).toEqual({ kind: 'version' });
    expect(readCliOptions(['-v'])).toEqual({ kind: 'version' });
  });

  it.each([
    [['--port', 'x'], '--port must be a number from 0 to 65535'],
    [['--port', '65536'], '--port must be a number from 0 to 65535'],
    [['--port', '-1'], "'--port' argument is ambiguous"],
    [['--port'], "'--port <value>' argument missing"],
    [['--file', ''], '--file must be a path'],
    [['--key', 'a b'], 'the key must be 1 to 64 letters'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['8137'], "Unexpected argument '8137'"],
  ])('%j is a mistake that is told in one line', (args, text) => {
    const request = readCliOptions(args);
    expect(request.kind).toBe('mistake');
    const message = request.kind === 'mistake' ? request.message : '';
    expect(message).toContain(text);
    expect(message).not.toContain('\n');
  });
});
