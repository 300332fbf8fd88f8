import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// What docs/examples.md shows is run as it stands there, and what arrives is held to what it says.

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/examples.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)\n\n```js\n([^]*?)^```\n\nArrives: (.+)$/gm)].map(([, title = '', program = '', told = ''], index) => ({
  title,
  program,
  told: [...told.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
  project: String(index + 1),
}));

const harness = useHarness();
const byText = (one: string, other: string): number => (one < other ? -1 : 1);

describe('docs/examples.md', () => {
  it('says of every example what arrives', () => {
    expect(examples).toHaveLength(page.split('```js\n').length - 1);
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('$title', async ({ program, told, project }) => {
    if (project === '1') for (const library of ['cron', 'pino']) symlinkSync(join(root, 'packages/node/node_modules', library), join(harness.folder.path, 'node_modules', library));
    harness.folder.write(`example-${project}.mjs`, program);
    const ended = await harness.folder.run(`example-${project}.mjs`, { node: process.execPath, monitored: false, env: { TOCSIN_DSN: harness.intake.dsn(project), TOCSIN_DEBUG: '' } });
    const events = harness.intake.events(project).map(({ exception, message, logentry }) => {
      const { type, value } = exception?.values.at(-1) ?? {};
      return type === undefined ? (message ?? logentry?.formatted) : `${type}: ${value}`;
    });
    const checkIns = harness.intake.items('check_in', project).map((item) => `${Object(item).status} ${Object(item).monitor_slug}`);
    expect([...events, ...checkIns].map(String).toSorted(byText), ended.stderr).toEqual([...told].toSorted(byText));
    expect(ended.code).toBe(0);
    // What a program prints stands beside it, where it is the same each time.
    for (const [, printed = ''] of program.matchAll(/console\.log\(.*\); \/\/ (\{.*)$/gm)) expect(ended.stdout.trim()).toBe(printed);
    if (program.includes('includeLocalVariables')) expect(harness.intake.events(project)[0]?.exception?.values[0]?.stacktrace?.frames.at(-1)?.vars).toMatchObject({ lamp: { name: 'reading lamp' } });
  });
});
