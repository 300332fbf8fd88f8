import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import type { FakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exception } from '../event/event';
import { captureException, captureMessage } from './capture';
import { initClient } from './init-client';
import { close } from './lifecycle';

const DSN = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: DSN, attachStacktrace: true }, runtime);
});
afterEach(() => closeOn(runtime));

const sent = async (): Promise<Exception | undefined> => {
  await settle();
  return runtime.server.events()[0]?.exception?.values[0];
};

const sayText = (): string => captureException('just text');
const sayMessage = (): string => captureMessage('stock is low');

describe('the stack of what has none', () => {
  it.each([sayText, sayMessage])('begins where the app captured it, with nothing of ours: %o', async (say) => {
    const deep = (calls: number): string => (calls > 0 ? deep(calls - 1) : say());
    deep(20);
    const names = (await sent())?.stacktrace?.frames.map((frame) => frame.function) ?? [];
    expect(names.at(-1)).toBe(say.name);
    expect(new Set(names.slice(0, -1))).toEqual(new Set(['deep']));
  });

  it('of an error is the place that was told of it, for it and not for what is behind it', async () => {
    const bare = (name: string, options?: ErrorOptions): Error => Object.assign(new SyntaxError(name, options), { stack: `SyntaxError: ${name}` });
    captureException(bare('Unexpected token', { cause: bare('what is behind it') }), { syntheticException: { stack: 'SyntaxError\n    at told (/app/served.js:2:7)' } });
    await settle();
    const values = runtime.server.events()[0]?.exception?.values ?? [];
    expect(values.map(({ value, stacktrace }) => [value, stacktrace?.frames.map((frame) => frame.lineno)])).toEqual([['what is behind it', undefined], ['Unexpected token', [2]]]);
  });

  it('is not looked for where messages have none', async () => {
    await close(0);
    initClient({ dsn: DSN }, runtime);
    const own = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
    let asked = 0;
    Object.assign(Error, { captureStackTrace: () => asked++ });
    try {
      captureMessage('stock is low');
    } finally {
      Object.defineProperty(Error, 'captureStackTrace', own ?? {});
    }
    await settle();
    expect(runtime.server.events()).toMatchObject([{ message: 'stock is low' }]);
    expect(asked).toBe(0);
  });

  it.each([['missing', undefined], ['no function', 'text'], ['a function that throws', () => { throw new Error('not today'); }]])('does not keep from capturing where the engine has none from a place: %s', async (_, captureStackTrace) => {
    const own = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
    Object.assign(Error, { captureStackTrace });
    try {
      captureException('just text');
    } finally {
      Object.defineProperty(Error, 'captureStackTrace', own ?? {});
    }
    expect(await sent()).toMatchObject({ value: 'just text', mechanism: { synthetic: true } });
    expect(runtime.reported).toEqual([]);
  });
});
