import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder, Ended, Format } from './app-folder';
import { createAppFolder } from './app-folder';
import type { CrashCase, Expected } from './crash-cases';
import { deaths, endings, survivals } from './crash-cases';

// The process dies exactly as it would have without us, and what it died of arrives: every case runs
// bare and monitored, as an ES module and as CommonJS, on every Node that we support.

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

const formats: readonly Format[] = ['mjs', 'cjs'];
const heads: Readonly<Record<Format, string>> = {
  mjs: "import { captureException } from '#monitoring';\n",
  cjs: "const { captureException } = require('#monitoring');\n",
};

/**
 * What may differ: the process id, and the line inside `emit`, which takes another path with two
 * listeners than with one. Nothing else is taken out.
 */
const normalised = (text: string): string => text.replace(/\(node:\d+\)/g, '(node:PID)').replace(/(emit \(node:events):\d+:\d+/g, '$1');
const visible = ({ code, signal, stdout, stderr }: Ended) => ({ code, signal, stdout, stderr: normalised(stderr) });

const summary = ({ level, exception }: Event) => {
  const thrown = exception?.values.at(-1);
  return { level, type: thrown?.type, value: thrown?.value, mechanism: thrown?.mechanism?.type, handled: thrown?.mechanism?.handled };
};

const wanted = ({ value, type, level = 'fatal', mechanism = 'onuncaughtexception|onunhandledrejection' }: Expected) =>
  expect.objectContaining({
    level,
    mechanism: expect.stringMatching(mechanism === 'generic' ? /^generic$/ : new RegExp(`^auto\\.node\\.(${mechanism})$`)),
    handled: mechanism === 'generic',
    ...(value !== undefined && { value }),
    ...(type !== undefined && { type }),
  });

const run = async (node: string, format: Format, project: string, { body, args, env, ends = { code: 1 }, events = [{ value: 'boom' }] }: CrashCase) => {
  const file = `${project}.${format}`;
  folder.write(file, heads[format] + body);
  const start = { node, ...(args && { args }) };
  const bare = await folder.run(file, { ...start, monitored: false, ...(env && { env }) });
  const monitored = await folder.run(file, { ...start, monitored: true, env: { ...env, TOCSIN_DSN: intake.dsn(project) } });

  expect(bare).toMatchObject({ signal: null, ...ends });
  expect(visible(monitored)).toEqual(visible(bare));
  if (events !== 'any') expect(intake.events(project).map(summary).toSorted(byValue)).toEqual(events.toSorted(byValue).map(wanted));
};

const byValue = (a: { readonly value?: string | undefined }, b: { readonly value?: string | undefined }): number => String(a.value).localeCompare(String(b.value));


const kinds = { 'dies of': deaths, 'survives by': survivals, 'ends by': endings };

describe.each(nodeBinaries())('on $name', ({ name, path }) => {
  const major = Number(name.slice('node'.length));
  describe.each(Object.entries(kinds))('%s', (kind, cases) => {
    // Half of them as ES modules and half as CommonJS, on the next Node the other way round.
    const possible = cases.map((each, index) => ({ each, index, format: formats[(index + major / 2) % 2] ?? 'mjs' })).filter(({ each }) => major >= (each.from ?? 0));
    it.concurrent.each(possible)('$each.name ($format)', ({ each, index, format }) => run(path, format, `${name}-${kind.replace(' ', '-')}-${index}`, each));
  });
});
