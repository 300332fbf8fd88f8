import { describe, expect, it } from 'vitest';
import { around } from './around';

const page = () => {
  const calls: unknown[][] = [];
  return {
    calls,
    method(this: unknown, ...given: unknown[]): number {
      calls.push(given);
      return given.length;
    },
  };
};

describe('around a method of a page', () => {
  it('sees a call, and lets it be made as it is', () => {
    const target = page();
    const seen: unknown[] = [];
    around(target, 'method', (self, given) => void seen.push(self === target, ...given));
    expect(target.method(1, 2)).toBe(2);
    expect(seen).toEqual([true, 1, 2]);
    expect(target.calls).toEqual([[1, 2]]);
  });

  it('gives something else, and answers something else', () => {
    const target = page();
    around(target, 'method', () => ({ given: ['other'], answered: (answer) => Number(answer) + 10 }));
    expect(target.method(1, 2)).toBe(11);
    expect(target.calls).toEqual([['other']]);
  });

  it('makes the call as it is when it throws itself', () => {
    const target = page();
    around(target, 'method', () => {
      throw new Error('ours');
    });
    expect(target.method(1)).toBe(1);
  });

  it('throws what the method throws', () => {
    const target = { method: (): number => JSON.parse('{') };
    around(target, 'method', () => ({ answered: () => 'never' }));
    expect(() => target.method()).toThrow(SyntaxError);
  });

  it('brings the method back as it was, also one of the prototype', () => {
    const target = page();
    const before = Object.getOwnPropertyDescriptor(target, 'method');
    const undo = around(target, 'method', () => undefined);
    undo();
    expect(Object.getOwnPropertyDescriptor(target, 'method')).toEqual(before);
    const child = Object.create(target);
    around(child, 'method', () => undefined)();
    expect(Object.keys(child)).toEqual([]);
  });

  it.each([[[0, 1]], [[1, 0]]])('takes its layers off in any order: %j', (order) => {
    const target = page();
    const { method } = target;
    const undos = [around(target, 'method', () => undefined), around(target, 'method', () => undefined)];
    for (const index of order) undos[index]?.();
    expect(target.method).toBe(method);
  });

  it('leaves what others have put around it, and only passes on then', () => {
    const target = page();
    const seen: string[] = [];
    const undo = around(target, 'method', () => void seen.push('ours'));
    const { method } = target;
    target.method = function (...given) {
      seen.push('theirs');
      return Reflect.apply(method, this, given);
    };
    const theirs = target.method;
    target.method(1);
    undo();
    target.method(1);
    expect(target.method).toBe(theirs);
    expect(seen).toEqual(['theirs', 'ours', 'theirs']);
  });

  it('is what it stands around, in its name, its length, its text and what others have put on it', () => {
    const target = { fetch: Object.assign(JSON.parse.bind(JSON), { polyfill: true }) };
    const { fetch: before } = target;
    const undo = around(target, 'fetch', () => undefined);
    expect(target.fetch).not.toBe(before);
    expect([target.fetch.name, target.fetch.length, target.fetch.polyfill]).toEqual([before.name, before.length, true]);
    for (const text of [String(target.fetch), Function.prototype.toString.call(target.fetch)]) expect(text).toContain('[native code]');
    target.fetch.polyfill = false;
    undo();
    expect(target.fetch).toBe(before);
    expect(before.polyfill).toBe(false);
  });

  it('is not taken for ours by a wrapper that has copied what ours has', () => {
    const target = page();
    const undo = around(target, 'method', () => undefined);
    const { method: ours } = target;
    const theirs = Object.defineProperties(function (this: unknown, ...given: unknown[]) {
      return Reflect.apply(ours, this, given);
    }, Object.getOwnPropertyDescriptors(ours));
    target.method = theirs;
    undo();
    expect(target.method).toBe(theirs);
  });

  it.each([
    ['is not there', {}],
    ['is no function', { method: 7 }],
    ['is sealed', Object.freeze({ method: () => 1 })],
  ])('leaves alone what %s', (_, target: Readonly<Record<string, unknown>>) => {
    const before = target['method'];
    around(target, 'method', () => undefined)();
    expect(target['method']).toBe(before);
  });
});
