import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// What the pages say, against the code, in both directions: a page that has fallen behind is worse
// than none. The sources are read as text, because types leave nothing behind at run time.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file.replaceAll('\\', '/')}`) : [];
const readmesIn = (folder: string): readonly string[] =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`).filter((file) => existsSync(join(root, file))) : [];

const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs').filter((file) => file.endsWith('.md')), ...readmesIn('packages'), ...readmesIn('examples'), ...readmesIn('test')];

/** Every match of the first group. */
const all = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('links', () => {
  const withoutCode = (page: string): string => read(page).replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => code.slice(1, -1));

  /** The anchor that GitHub gives a heading. */
  const slug = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
  const anchorsOf = (page: string): readonly string[] => all(withoutCode(page), /^#+ (.+)$/gm).map(slug);

  it.each(pages)('of %s lead somewhere', (page) => {
    const links = all(withoutCode(page), /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('lead to every page of docs from another one', () => {
    const linked = pages.flatMap((page) => all(withoutCode(page), /\]\(([^)\s#]+)/g).map((link) => join(dirname(page), link)));
    expect(pages.filter((page) => page.startsWith('docs/') && !linked.includes(page))).toEqual([]);
  });
});

describe('docs/life-of-an-event.md', () => {
  const page = read('docs/life-of-an-event.md');

  it('explains each reason for a drop, and no others', () => {
    const type = /type DropReason =([^;]+);/.exec(read('packages/core/src/base/ledger.ts'))?.[1] ?? '';
    const [, exits = ''] = page.split('\n## Exits\n');
    expect(all(exits, /^\| `(\w+)` \|/gm).toSorted()).toEqual(all(type, /'(\w+)'/g).toSorted());
  });

  it('tells the stages in their order', () => {
    const order = /const stages = \[([^\]]+)\]/.exec(read('packages/core/src/stages/pipeline.ts'))?.[1] ?? '';
    const inCode = all(order, /^\s+(\w+)/gm).map((name) => name.replace(/Stage$/, '')).map((name, at, names) => (names.indexOf(name) < at ? `${name} again` : name));
    expect(all(page, /^\| `([a-z ]+)` \| (?:the|what|one|the)/gm)).toEqual(inCode);
  });
});

describe('docs/diagnostics.md', () => {
  const page = read('docs/diagnostics.md');
  /** What stands behind each code, with anything in the place of its variable part. */
  const sentences = new Map([...read('packages/core/src/base/explain.ts').matchAll(/^ {2}(T\d{4}): \(\w*\) => (['`])(.*)\2,$/gm)].map(([, code = '', , sentence = '']) => [code, patternOf(sentence)]));
  const codes = [...read('packages/core/src/base/diagnostics.ts').matchAll(/^ {2}(T\d{4}): '([\w-]+)'/gm)].map(([, code, name]) => `${code} ${name}`);

  const sections = page.split(/^## /m).slice(1).filter((section) => /^T\d/.test(section));

  it('has a section for each code under its name, and no others', () => {
    expect(codes.length).toBeGreaterThan(10);
    expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(codes);
    expect(all(page, /^\| \[(T\d{4})\]/gm)).toEqual(codes.map((code) => code.slice(0, 5)));
  });

  it.each(sections.map((section) => [section.slice(0, 5), section] as const))('shows %s as it is printed', (code, section) => {
    const sentence = sentences.get(code) ?? /$^/;
    const examples = all(section, /^\[tocsin\] (.+)$/gm);
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((line) => !line.startsWith(`${code}: `) || !sentence.test(line.slice(7)))).toEqual([]);
    // See the groups in diagnostics.ts.
    expect(section).toContain(`\nSeverity: ${code.startsWith('T3') ? 'debug' : 'problem'}\n`);
  });
});

/** A sentence of the source, its `${…}` standing for any text; a cause may follow in brackets. */
const patternOf = (sentence: string): RegExp => {
  const literal = sentence.split(/\$\{[^}]*\}/).map((part) => part.replace(/\\(.)/g, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}(?: \\(.+\\))?$`);
};
