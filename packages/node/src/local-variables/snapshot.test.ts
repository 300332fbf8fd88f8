import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSnapshots } from './snapshot';

const snapshot = (value: unknown): unknown => createSnapshots().recordOf({ value })['value'];

it.each<[string, unknown, unknown]>([
  ['text', 'a', 'a'],
  ['a long text', 'x'.repeat(2000), `${'x'.repeat(1024)}…`],
  ['a number', 1.5, 1.5],
  ['nothing', null, null],
  ['a variable without a value', undefined, '[undefined]'],
  ['a big number', 10n, '10'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['a function', function save() {}, '[Function: save]'],
  ['a function without a name', (() => () => undefined)(), '[Function: anonymous]'],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a date that is none', new Date(NaN), 'Invalid Date'],
  ['an error', new RangeError('too far'), '[Error: too far]'],
  ['a promise', Promise.resolve(1), '[Promise]'],
  ['bytes', new Uint8Array(3), '[binary data, 3 bytes]'],
  ['a map', new Map([['k', { a: 1 }]]), { k: { a: 1 } }],
  ['a map with other keys', new Map<unknown, unknown>([['token', 'x'], [1, 'y']]), [{ token: 'x' }, [1, 'y']]],
  ['an empty map', new Map(), {}],
  ['a set', new Set([1, 2]), [1, 2]],
  ['levels', { a: { b: { c: 1 } }, list: [[[1]]] }, { a: { b: '[Object]' }, list: ['[Array]'] }],
  ['many entries', Array.from({ length: 100 }, (_entry, index) => index), Array.from({ length: 20 }, (_entry, index) => index)],
])('shows %s', (_what, value, expected) => {
  expect(snapshot(value)).toEqual(expected);
});

/** As Node gives them: what a client sets comes first, and its `Host` last. */
const rawHeaders = (pads: number, value = 'v'): string[] => ['X-Api-Key', 'k', ...Array.from({ length: pads }, (_pad, index) => [`x-${index}`, value]).flat(), 'Host', 'a'];

it.each([0, 8, 9, 30, 1000])('shows first what tells that a list holds headers, behind %d others', (pads) => {
  const given = rawHeaders(pads);
  expect(snapshot(given)).toEqual(['Host', 'a', ...given.slice(0, -2)].slice(0, 20));
});

it('shows no name without its value when there is no more room', () => {
  const shown = snapshot(rawHeaders(30, 'x'.repeat(5000)));
  expect(shown).toEqual(expect.arrayContaining(['Host', 'X-Api-Key']));
  const all: unknown = snapshot([rawHeaders(7, 'x'.repeat(5000)), rawHeaders(7, 'x'.repeat(5000)), rawHeaders(7, 'x'.repeat(5000))]);
  for (const list of all as string[][]) expect([list.length % 2, ...list.slice(0, 2)]).toEqual(list.length === 0 ? [0] : [0, 'Host', 'a']);
});

it('runs nothing of the app\'s', () => {
  const traps = new Proxy({}, { get: () => () => { throw new Error('a trap ran'); } });
  const value = {
    get total(): number {
      throw new Error('a getter ran');
    },
    proxy: new Proxy({}, traps),
    toJSON: () => { throw new Error('toJSON ran'); },
    heir: Object.create(new Proxy({}, traps)),
    tagged: { get [Symbol.toStringTag]() { throw new Error('a tag ran'); } },
  };
  expect(snapshot(value)).toEqual({ total: '[Getter]', proxy: '[Proxy]', toJSON: '[Function: toJSON]', heir: {}, tagged: {} });
});

it('is bounded, whatever it is given', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  fc.assert(fc.property(fc.oneof(fc.anything({ maxDepth: 5, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withBigInt: true }), fc.constant(cycle)), (value) => {
    expect(JSON.stringify(snapshot(value)).length).toBeLessThan(100_000);
  }));
});

it('says no more when there is no room left', () => {
  const texts = Object.fromEntries(Array.from({ length: 20 }, (_text, index) => [`t${index}`, 'x'.repeat(1000)]));
  const { recordOf } = createSnapshots();
  const first = recordOf(texts);
  expect(first['t18']).toHaveLength(1000);
  expect(recordOf(texts)).toMatchObject({ t1: '…', t19: '…' });
});

it('leaves out what nobody wants', () => {
  expect(createSnapshots().recordOf({ a: 1, b: 2 }, (key) => key !== 'a')).toEqual({ b: 2 });
});
