import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gateEvent } from './gate';
import { createScrubber } from './scrubber';

interface Case {
  readonly name: string;
  /** What stands at `extra.value`. */
  readonly input: unknown;
  /** What leaves from there; absent: nothing. */
  readonly expected?: unknown;
  readonly bounds?: { readonly depth?: number; readonly breadth?: number; readonly textLength?: number; readonly totalLength?: number };
  readonly why: string;
}

const casesOf = (file: string): readonly Case[] => JSON.parse(readFileSync(new URL(`../../../../test/vectors/${file}.json`, import.meta.url), 'utf8')).cases;

interface Tagged {
  readonly $: string;
  readonly value?: never;
  readonly times?: number;
  readonly keys?: readonly string[];
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const thrower = (): never => {
  throw new Error('mine');
};

/** Values that JSON cannot hold; see the README of the vectors. */
const hostile = ({ $: kind, value, times = 0, keys = [] }: Tagged, root: () => unknown): unknown => {
  const made = value === undefined ? undefined : build(value, root);
  const makers: Readonly<Record<string, () => unknown>> = {
    undefined: () => undefined,
    bigint: () => BigInt(String(made)),
    number: () => Number(made),
    symbol: () => Symbol(String(made)),
    function: () => Object.defineProperty(() => undefined, 'name', { value: made }),
    date: () => new Date(String(made)),
    regexp: () => new RegExp(String(made)),
    text: () => new String(made),
    bytes: () => new Uint8Array(times),
    map: () => new Map(made as [unknown, unknown][]),
    set: () => new Set(made as unknown[]),
    error: () => Object.assign(new TypeError('m'), { stack: 's' }, made),
    promise: () => Promise.resolve(),
    revoked,
    trap: () => new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower }),
    getters: () => Object.defineProperties(Object(made), Object.fromEntries(keys.map((key) => [key, { enumerable: true, get: thrower }]))),
    says: () => ({ toJSON: () => made }),
    refuses: () => ({ toJSON: thrower }),
    repeat: () => String(made).repeat(times),
    list: () => Array.from({ length: times }, () => made),
    wide: () => Object.fromEntries(Array.from({ length: times }, (_, at) => [`k${at}`, made])),
    deep: () => Array.from({ length: times }).reduce((inner) => ({ in: inner }), made),
  };
  return makers[kind]?.();
};

const isTagged = (value: unknown): value is Tagged => typeof value === 'object' && value !== null && '$' in value;

const build = (value: unknown, root: () => unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => build(one, root));
  if (isTagged(value)) return value.$ === 'root' ? root() : hostile(value, root);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  const inside = root() === undefined ? () => copy : root;
  for (const [key, child] of Object.entries(value)) Object.defineProperty(copy, key, { value: build(child, inside), enumerable: true, configurable: true, writable: true });
  return copy;
};

const gated = ({ bounds: { depth = 3, breadth = 20, textLength = 100, totalLength = 5000 } = {} }: Case, value: unknown): unknown => {
  const options = { normalizeDepth: depth, normalizeMaxBreadth: breadth, maxValueLength: textLength, totalLength, describe: () => undefined, scrubber: createScrubber({}, () => {}) };
  return gateEvent({ event_id: 'e', timestamp: 1, extra: { value } }, options, { onFiltered: () => {} }).extra?.['value'];
};

describe.each(['normalise', 'trim'])('vectors of %s', (file) => {
  const cases = casesOf(file);

  it.each(cases)('$name', (known) => {
    const said = gated(known, build(known.input, () => undefined));
    expect(said).toEqual(known.expected === undefined ? undefined : build(known.expected, () => undefined));
    expect(gated(known, said)).toEqual(said);
  });

  it('have names of their own and say why', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.filter(({ why }) => !why)).toEqual([]);
  });
});
