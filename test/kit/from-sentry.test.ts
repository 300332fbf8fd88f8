import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as node from '@tocsin/node';
import * as logs from '@tocsin/node/logs';
import * as serverless from '@tocsin/node/serverless';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// The page for those who come from @sentry/node, against both packages: whoever looks for a name finds it, and what
// the page says of it is so.

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = read('docs/from-sentry.md');
const optionsPage = read('docs/options.md');

/** Where that package is installed, for the gate that compiles its users' code. */
const theirs = Object.keys(createRequire(new URL('../types/package.json', import.meta.url))('@sentry/node') as object);
const express = [...read('packages/express/src/index.ts').matchAll(/^export \{ ([^}]+) \}/gm)].flatMap(([, names = '']) => names.split(', '));
const doors: Readonly<Record<string, readonly string[]>> = { '@tocsin/node': Object.keys(node), '@tocsin/node/logs': Object.keys(logs), '@tocsin/node/serverless': Object.keys(serverless), '@tocsin/express': express };
const ours = doors['@tocsin/node'] ?? [];

/** The text from a heading to the next one of its level. */
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const names = (text: string): readonly string[] => [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
/** Rows of the first table: cells without their bars. */
const rows = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | ')).slice(1);
const firstCells = (text: string): readonly string[] => rows(text).flatMap(([cell = '']) => names(cell));

describe('docs/from-sentry.md', () => {
  it('names everything that @sentry/node exports', () => {
    const named = [...names(section('What stays as it is')), ...firstCells(section('What is elsewhere')), ...firstCells(section('What does not exist'))];
    expect(theirs.length).toBeGreaterThan(200);
    expect(theirs.filter((name) => !named.includes(name))).toEqual([]);
  });

  it('says that something stays only where both have it, and of all that both have', () => {
    expect(names(section('What stays as it is')).toSorted()).toEqual(theirs.filter((name) => ours.includes(name)).toSorted());
  });

  it('says that something is elsewhere or absent only of what @sentry/node has and @tocsin/node has not', () => {
    const gone = [...firstCells(section('What is elsewhere')), ...firstCells(section('What does not exist'))].filter((name) => name !== 'wrapHandler');
    expect(gone.filter((name) => !theirs.includes(name) || ours.includes(name))).toEqual([]);
  });

  it('leads to doors that have what is looked for', () => {
    const led = rows(section('What is elsewhere')).flatMap(([from = '', to = '']) => {
      const door = /`(@tocsin\/[\w/]+)`/.exec(to)?.[1];
      return door === undefined ? [] : [{ door, wanted: to.startsWith('in ') ? names(from) : names(to).slice(0, 1) }];
    });
    expect(led.length).toBeGreaterThan(3);
    expect(led.filter(({ door, wanted }) => wanted.length === 0 || wanted.some((name) => !doors[door]?.includes(name)))).toEqual([]);
  });
});

it('says of pages that something is elsewhere or absent only of what @tocsin/browser has not', () => {
  const source = read('packages/browser/src/index.ts') + read('packages/browser/src/react.ts');
  const inPages = [...source.matchAll(/^export \{([^}]+)\}/gm)].flatMap(([, list = '']) => [...list.matchAll(/(\w+)\s*(?=,|$)/g)].map(([, name = '']) => name));
  const [text = '', table = ''] = section('In pages').split('\n|---|---|\n');
  const led = [...names(text), 'captureException', 'captureFeedback', 'addFeatureFlag', 'continueTrace', 'breadcrumbsIntegration'].filter((name) => name !== 'undefined');
  expect(led.filter((name) => !inPages.includes(name))).toEqual([]);
  expect(firstCells(`| there | here |\n${table}`).length).toBeGreaterThan(40);
  expect(firstCells(`| there | here |\n${table}`).filter((name) => inPages.includes(name))).toEqual([]);
});

describe('types', () => {
  const typesIn = (source: string): readonly string[] => [
    ...[...source.matchAll(/export type \{([^}]+)\}/g)].flatMap(([, list = '']) => [...list.matchAll(/\w+/g)].map(([name]) => name)),
    ...[...source.matchAll(/[{,] type (\w+)/g)].map(([, name = '']) => name),
  ];

  it('that @sentry/node exports are exported here as well, or stand on the page', () => {
    const declared = createRequire(new URL('../types/package.json', import.meta.url)).resolve('@sentry/node').replace(/build[/\\].*/, 'build/types/index.d.ts');
    const wanted = typesIn(readFileSync(declared, 'utf8'));
    const kept = typesIn(read('packages/node/src/index.ts'));
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((name) => !kept.includes(name)).toSorted()).toEqual([...new Set(firstCells(section('Types')))].toSorted());
  });

  it('that @sentry/browser exports, and we have, are exported by our package for pages', () => {
    const declared = createRequire(new URL('../../package.json', import.meta.url)).resolve('@sentry/browser').replace(/build[/\\].*/, 'build/npm/types/exports.d.ts');
    const wanted = typesIn(readFileSync(declared, 'utf8')).filter((name) => typesIn(read('packages/node/src/index.ts')).includes(name));
    const kept = typesIn(read('packages/browser/src/index.ts'));
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !kept.includes(name))).toEqual([]);
  });
});

describe('options', () => {
  /** By their types, as a reader's editor knows them. */
  const known = ['packages/core/src/client/client.ts', 'packages/node/src/node-options.ts'].flatMap(membersIn);
  const isRead = (name: string): boolean => known.includes(name);

  it('that the page calls ignored are read by nobody, and those that it calls new are read', () => {
    const text = section('Options');
    const ignored = rows(text).flatMap(([cell = '', says = '']) => (says.startsWith('ignored') && !cell.includes('.') ? names(cell) : []));
    expect(ignored.length).toBeGreaterThan(10);
    expect(ignored.filter(isRead)).toEqual([]);
    expect(names(text.split('\nNew are ')[1] ?? '').filter((name) => !isRead(name))).toEqual([]);
  });

  it('have each a row in docs/options.md, and stand in the README of @tocsin/node', () => {
    const table = [...optionsPage.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)/g)].map(([, name = '']) => name));
    expect(known.length).toBeGreaterThan(30);
    expect(known.filter((name) => !table.includes(name) || !names(read('packages/node/README.md')).includes(name))).toEqual([]);
  });
});

/** What the interface of options in a source declares. */
function membersIn(path: string): readonly string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text === 'ClientOptions' || name.text === 'NodeOptions')
    .flatMap(({ members }) => members.map((member) => member.name?.getText(source) ?? ''));
}
