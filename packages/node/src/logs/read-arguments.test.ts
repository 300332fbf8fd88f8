import { format } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knowTemplate, readArguments } from './read-arguments';

/** The parts of a message that knows its template. */
const partsOf = (message: string | undefined): object => {
  const { template, params } = Object(message) as { readonly template?: string; readonly params?: readonly unknown[] };
  return { text: String(message), template, params };
};

describe('arguments of a logger', () => {
  it.each<readonly [args: readonly unknown[], parts: object]>([
    [['order %d of %s is late', 7, 'ada'], { text: 'order 7 of ada is late', template: 'order %s of %s is late', params: [7, 'ada'] }],
    [['100%'], { text: '100%', template: undefined, params: undefined }],
    [['100%% of %s', 'it'], { text: '100% of it', template: '100%% of %s', params: ['it'] }],
    [['%s and %s', 'one'], { text: 'one and %s', template: '%s and %%s', params: ['one'] }],
    [['%cstyled', 'color: red'], { text: 'styled', template: undefined, params: undefined }],
    [['total', 3, true], { text: 'total 3 true', template: 'total %s %s', params: [3, true] }],
    [['list', [1, 2]], { text: 'list [ 1, 2 ]', template: 'list %s', params: ['[ 1, 2 ]'] }],
    [[7, 'of', 9], { text: '7 of 9', template: '7 %s %s', params: ['of', 9] }],
    [[undefined], { text: 'undefined', template: undefined, params: undefined }],
    [[], { text: '', template: undefined, params: undefined }],
    [[{ order: 7 }], { text: '{ order: 7 }', template: undefined, params: undefined }],
  ])('%j', ([...args], parts) => {
    const { message } = readArguments(args);
    expect(partsOf(message ?? '')).toEqual(parts);
  });

  it('keep errors and objects apart from the text', () => {
    const error = new RangeError('too much');
    expect(readArguments(['while paying', error, { order: 7 }, { total: 3 }])).toEqual({ message: 'while paying', error, attributes: { order: 7, total: 3 } });
    expect(readArguments([error])).toEqual({ message: undefined, error, attributes: {} });
    expect(String(readArguments(['failed: %s', error]).message)).toBe('failed: RangeError: too much');
  });

  it('make the text that the console would make of them', () => {
    const value = fc.oneof(fc.string(), fc.integer().filter((number) => !Object.is(number, -0)), fc.boolean(), fc.constantFrom(null, undefined));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('%s', ' ', 'order ', '%', '100%% '), fc.string()), { minLength: 1 }).map((parts) => parts.join('')), fc.array(value, { maxLength: 4 }), (text, values) => {
        // Before nothing there is no space, and `%%` stays where there is nothing to put in.
        fc.pre(text !== '' && !/%[dijfoOc]/.test(text) && (!text.includes('%%') || values.length > 0));
        expect(String(readArguments([text, ...values]).message ?? '')).toBe(format(text, ...values));
      }),
      { numRuns: 300 },
    );
  });
});

it.each([
  ['order 7 of ada is late', [7, 'ada'], 'order %s of %s is late'],
  ['order 7 of ada is late', ['ada', 7], undefined],
  ['order 7', [''], undefined],
  ['order 7', [], undefined],
] as const)('%j with %j knows its template again: %j', (text, values, template) => {
  expect(partsOf(knowTemplate(text, values))).toMatchObject({ text, template });
});
