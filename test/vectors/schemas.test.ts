import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

// What the README says of every file, checked: its shape, names that are unique, a reason for each case.

interface Case {
  readonly name: string;
  readonly why: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));

/** The one schema of a file: beside it, or with the others. */
const schemaOf = (file: string): object => {
  const name = file.replace('.json', '.schema.json');
  return Object(read(existsSync(join(folder, name)) ? name : `schemas/${name}`));
};

const isCases = (value: unknown): value is readonly Case[] => Array.isArray(value);

/** The lists of cases in a file, by group. */
const groupsOf = (content: unknown): readonly (readonly Case[])[] => {
  const cases: unknown = isCases(content) ? content : Object(content).cases;
  return isCases(cases) ? [cases] : Object.values(Object(cases)).filter(isCases);
};

describe.each(files)('%s', (file) => {
  const content = read(file);

  it('has the shape that its schema tells', () => {
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
    const validate = ajv.compile(schemaOf(file));
    expect(validate(content) ? [] : validate.errors).toEqual([]);
    // A case without a reason is refused, wherever it stands.
    const spoilt = structuredClone(content);
    const [first] = groupsOf(spoilt).flat();
    Object.assign(first ?? {}, { why: '' });
    expect(validate(spoilt)).toBe(false);
  });

  it('names each case once in its group', () => {
    for (const group of groupsOf(content)) {
      expect(group.length).toBeGreaterThan(0);
      expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
    }
  });
});

describe('all vectors together', () => {
  it('are at least four hundred cases, and each schema has its file', () => {
    expect(files.flatMap((file) => groupsOf(read(file)).flat()).length).toBeGreaterThanOrEqual(400);
    const schemas = readdirSync(join(folder, 'schemas')).map((file) => file.replace('.schema.json', '.json'));
    expect(schemas.filter((file) => !files.includes(file))).toEqual([]);
  });
});
