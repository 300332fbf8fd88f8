import { anything, assert, dictionary, property, string } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createDebugIds } from './debug-ids';
import type { Event, StackFrame } from './event';

const TABLE = '_sentryDebugIds';
const put = (table: unknown): boolean => Reflect.set(globalThis, TABLE, table);
afterEach(() => void Reflect.deleteProperty(globalThis, TABLE));

/** `outer<inner`: what was called stands at the end. */
const parseStack = (stack: string): StackFrame[] => stack.split('<').map((filename) => ({ filename }));
const eventOf = (...files: readonly string[]): Partial<Event> => ({ exception: { values: files.map((file) => ({ stacktrace: { frames: parseStack(file) } })) } });

describe('debug ids', () => {
  it('are told of the files that the frames of the event stand in, once each', () => {
    put({ 'loader<a.js': 'id-a', 'b.js': 'id-b', 'c.js': 'id-c' });
    expect(createDebugIds(parseStack)(eventOf('a.js<loader<b.js', 'a.js<d.js'))).toEqual({
      images: [
        { type: 'sourcemap', code_file: 'a.js', debug_id: 'id-a' },
        { type: 'sourcemap', code_file: 'b.js', debug_id: 'id-b' },
      ],
    });
  });

  it('belong to the innermost place of the stack that they stand under, not to who loaded the file', () => {
    put({ 'loader<a.js': 'id-a' });
    expect(createDebugIds(parseStack)(eventOf('loader'))).toBeUndefined();
  });

  it('are read again when chunks were loaded, and not before', () => {
    const parsed: string[] = [];
    const debugMetaOf = createDebugIds((stack) => (parsed.push(stack), parseStack(stack)));
    put({ 'a.js': 'id-a' });
    for (let round = 0; round < 3; round++) debugMetaOf(eventOf('b.js'));
    expect(parsed).toEqual(['a.js']);
    put({ 'a.js': 'id-a', 'b.js': 'id-b' });
    expect(debugMetaOf(eventOf('b.js'))).toEqual({ images: [expect.objectContaining({ debug_id: 'id-b' })] });
  });

  it.each<readonly [string, unknown]>([
    ['no table', undefined],
    ['null', null],
    ['a text', 'a.js'],
    ['a list', ['id']],
    ['a table of other things', { 'a.js': { id: 1 } }],
    ['a table whose getters throw', { get 'a.js'() { throw new Error('trap'); } }],
    ['a proxy that throws', new Proxy({}, { ownKeys() { throw new Error('trap'); } })],
  ])('are none where there is %s', (_what, table) => {
    put(table);
    expect(createDebugIds(parseStack)(eventOf('a.js'))).toBeUndefined();
  });

  it('throw at no table and no event, whatever they are', () => {
    assert(
      property(dictionary(string(), anything()), anything(), (table, given) => {
        put(table);
        const debugMetaOf = createDebugIds(parseStack);
        expect(() => [debugMetaOf({ exception: given as never }), debugMetaOf({ exception: { values: given as never } })]).not.toThrow();
      }),
    );
  });

  it('are read of a thousand files at most', () => {
    put(Object.fromEntries(Array.from({ length: 5000 }, (_id, at) => [`${at}.js`, 'id'])));
    let parsed = 0;
    createDebugIds((stack) => (parsed++, parseStack(stack)))(eventOf('a.js'));
    expect(parsed).toBe(1000);
  });
});
