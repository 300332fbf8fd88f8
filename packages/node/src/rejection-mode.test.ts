import { describe, expect, it } from 'vitest';
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
