import vm from 'node:vm';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import type { FakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureException, captureMessage, errorHash } from '../client/capture';
import { initClient } from '../client/init-client';
import type { Event } from './event';
import { parameterize } from './parameterize';

let runtime: FakeRuntime;

const captured = async (thrown: unknown): Promise<Event | undefined> => {
  captureException(thrown);
  await settle();
  return runtime.server.events().at(-1);
};
const described = async (thrown: unknown) => {
  const exception = (await captured(thrown))?.exception?.values.at(-1);
  return [exception?.type, exception?.value, exception?.mechanism?.synthetic ?? false];
};

beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
});

afterEach(() => closeOn(runtime));

describe('what is thrown', () => {
  it.each([
    ['a string', 'boom', ['Error', 'boom', true]],
    ['nothing', undefined, ['Error', 'Thrown value: undefined', true]],
    ['null', null, ['Error', 'Thrown value: null', true]],
    ['a number', 7, ['Error', 'Thrown value: 7', true]],
    ['a symbol', Symbol('s'), ['Error', 'Thrown value: Symbol(s)', true]],
    ['a plain object', { b: 1, a: 2 }, ['Object', 'Object thrown, with keys: a, b', true]],
    ['an object without prototype', Object.create(null), ['Object', 'Object thrown, with keys: (none)', true]],
    ['an object with a message', { message: 'said' }, ['Object', 'said', true]],
    ['an instance', new (class Failure { code = 1; })(), ['Failure', 'Failure thrown, with keys: code', true]],
    ['a DOMException', new DOMException('gone', 'NotFoundError'), ['NotFoundError', 'gone', false]],
    ['an error of another realm', vm.runInNewContext('new TypeError("far away")'), ['TypeError', 'far away', false]],
    ['a frozen error', Object.freeze(new RangeError('cold')), ['RangeError', 'cold', false]],
    ['an event', new Event('abort'), ['Event', 'Event of type abort', true]],
    ['a custom event with a reason', new CustomEvent('unhandledrejection', { detail: { reason: new Error('inside') } }), ['Error', 'inside', false]],
    ['an event with an error', Object.assign(new Event('error'), { error: new Error('carried') }), ['Error', 'carried', false]],
    ['a rejection event with a text', Object.assign(new Event('unhandledrejection'), { reason: 'why' }), ['Error', 'why', true]],
    ['an object with an error inside', { error: new Error('inner'), x: 1 }, ['Error', 'inner', false]],
    ['an object with a reason that is no error', { reason: 'timeout' }, ['Object', 'Object thrown, with keys: reason', true]],
  ])('is described: %s', async (_name, thrown, expected) => {
    expect(await described(thrown)).toEqual(expected);
  });

  it('says what an error knows beyond its message: plain values, nothing that hangs there', async () => {
    const error = Object.assign(new Error('read failed'), { code: 'ENOENT', errno: -2, syscall: 'open', request: { huge: true }, token: 'secret', password: 'p' });
    const event = await captured(error);
    expect(event?.contexts?.['thrown']).toEqual({ errno: -2, syscall: 'open', token: '[Filtered]', password: '[Filtered]' });
    expect(event?.exception?.values[0]?.mechanism?.data).toEqual({ code: 'ENOENT' });
  });

  it('tells two failures of one helper apart by their code', () => {
    const fail = (code: string) => Object.assign(new Error('call failed'), { code });
    const [gone, refused, again] = ['ENOENT', 'ECONNREFUSED', 'ENOENT'].map((code) => errorHash(captureException(fail(code)))?.split('-')[0]);
    expect(gone).toBe(again);
    expect(gone).not.toBe(refused);
  });
});

describe('parameterize', () => {
  it('keeps template and values apart, and shows the finished text', async () => {
    captureMessage(parameterize`order ${17} of ${{ id: 'x' }} is 100% late`, 'warning');
    await settle();
    expect(runtime.server.events()[0]?.logentry).toEqual({ message: 'order %s of %s is 100%% late', formatted: 'order 17 of {"id":"x"} is 100% late', params: [17, { id: 'x' }] });
  });

  it('shows errors in their own words', () => {
    const refused = Object.assign(new TypeError('refused'), { code: 'ECONNREFUSED' });
    expect(String(parameterize`paid: ${refused}`)).toBe('paid: TypeError: refused');
    const unreadable = Object.defineProperty(new Error('x'), 'message', { get: () => expect.fail('read') });
    expect(String(parameterize`paid: ${unreadable}`)).toBe('paid: [Unreadable]');
  });

  it('keeps the digits of large whole numbers among the values', async () => {
    captureMessage(parameterize`order ${12345678901234567890n} is late`);
    await settle();
    expect(runtime.server.events()[0]?.logentry).toEqual({ message: 'order %s is late', formatted: 'order 12345678901234567890 is late', params: ['12345678901234567890'] });
  });

  it('makes one issue of all values', () => {
    const words = ['apple', 'pear'].map((fruit) => errorHash(captureMessage(parameterize`no ${fruit} left`))?.split('-')[0]);
    expect(words[0]).toBe(words[1]);
    expect(errorHash(captureMessage('no apple left'))?.split('-')[0]).not.toBe(words[0]);
  });

  it('can be used wherever a string is wanted', () => {
    expect(String(parameterize`a ${1}`)).toBe('a 1');
    expect(parameterize`plain`.length).toBe(5);
  });

  it.each([[[], ''], [['a', 7], 'a17'], [Array(2), 'undefined1undefined']])('takes any list for the parts of a literal: %j', (parts, text) => {
    expect(String(parameterize(parts as never, 1))).toBe(text);
  });
});
