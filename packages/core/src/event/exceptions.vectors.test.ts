import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Exception } from './event';
import { exceptionsOf } from './exceptions';

/** An error as data; `same_as` stands for the node of that name again. */
interface Node {
  readonly name?: string;
  readonly same_as?: string;
  readonly type?: string;
  readonly message?: string;
  readonly cause?: Node;
  readonly errors?: readonly Node[];
}

interface Entry {
  readonly type: string;
  readonly value: string;
  readonly id?: number;
  readonly parent?: number;
  readonly source?: string;
  readonly group?: true;
}

interface Case {
  readonly name: string;
  readonly input: Node;
  readonly expected: readonly Entry[];
  readonly why: string;
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('../../../../test/vectors/exceptions.json', import.meta.url), 'utf8'));

const build = (node: Node, named = new Map<string, Error>()): Error => {
  const known = named.get(node.same_as ?? '');
  if (known) return known;
  const error = new Error(node.message);
  if (node.name !== undefined) named.set(node.name, error);
  if (node.type !== undefined) error.name = node.type;
  if (node.cause) error.cause = build(node.cause, named);
  if (node.errors) Object.assign(error, { errors: node.errors.map((member) => build(member, named)) });
  return error;
};

const asEntry = ({ type = '', value = '', mechanism }: Exception): Entry => ({
  type,
  value,
  ...(mechanism?.exception_id !== undefined && { id: mechanism.exception_id }),
  ...(mechanism?.parent_id !== undefined && { parent: mechanism.parent_id }),
  ...(mechanism?.source !== undefined && { source: mechanism.source }),
  ...(mechanism?.is_exception_group && { group: true }),
});

describe('chains and groups of errors', () => {
  it.each(cases)('$name ($why)', ({ input, expected }) => {
    const list = exceptionsOf(build(input), { parseStack: () => [], mechanism: { type: 'generic', handled: true } });
    expect(list.map(asEntry)).toEqual(expected);
    for (const { mechanism } of list.slice(0, -1)) expect(mechanism).toMatchObject({ type: 'chained', handled: true });
    expect(list.at(-1)?.mechanism).toMatchObject({ type: 'generic', handled: true });
  });

  it('are at least 25 cases, each with a name of its own and a reason', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.every(({ why }) => why.length > 10)).toBe(true);
  });
});
