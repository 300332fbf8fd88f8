import type { Event } from '@tocsin/core/wire';
import { nodeBinaries } from '@tocsin/runtimes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ended, Format } from './app-folder';
import type { Expected } from './crash-cases';
import { deaths, endings, servers, survivals } from './crash-cases';
import { useHarness } from './harness';

// The process dies exactly as it would have without us, and what it died of arrives: every case runs
// bare and monitored, as an ES module and as CommonJS, on every Node that we support.

const harness = useHarness();
beforeAll(() => {
  for (const mode of ['none', 'warn', 'warn-with-error-code', 'strict']) harness.folder.write(`${mode}.config.json`, JSON.stringify({ nodeOptions: { 'unhandled-rejections': mode } }));
});

const formats: readonly Format[] = ['mjs', 'cjs'];
const heads: Readonly<Record<Format, string>> = {
  mjs: "import { captureException } from '#monitoring';\n",
  cjs: "const { captureException } = require('#monitoring');\n",
};

/**
 * What may differ: the process id; a port that the system chose; the line inside `emit`, which takes another path with two listeners
 * than with one; Node's own line that leads into the scopes of a request; the one that Node 20 and 22 add where
 * anything follows asynchronous work (`callbackTrampoline`); and the last two frames of a
 * worker's error, which Node reads from the worker's port or, when the worker is gone first, while it
 * drains that port: bare Node 20 does either, by chance.
 * Nothing else is taken out.
 */
const normalised = (text: string): string =>
  text
    .replace(/\(node:\d+\)/g, '(node:PID)')
    .replace(/(emit \(node:events):\d+:\d+/g, '$1')
    .replace(/\n +at AsyncLocalStorage\.run \(node:(?:async_hooks|internal\/async_local_storage\/\w+):\d+:\d+\)/g, '')
    .replace(/\n +at \w+\.callbackTrampoline \(node:internal\/async_hooks:\d+:\d+\)/g, '')
    .replace(/port: \d+|:::\d+/g, 'PORT')
    .replace(/\n +at \[kOnExit\] \(node:internal\/worker:\d+:\d+\)\n +at Worker\.<computed>\.onexit \(node:internal\/worker:\d+:\d+\)/g, '');
const visible = ({ code, signal, stdout, stderr }: Ended) => ({ code, signal, stdout, stderr: normalised(stderr) });

const summary = ({ level, exception }: Event) => {
  const thrown = exception?.values.at(-1);
  return { level, type: thrown?.type, value: thrown?.value, mechanism: thrown?.mechanism?.type, handled: thrown?.mechanism?.handled };
};

const mechanisms = {
  either: /^auto\.node\.(onuncaughtexception|onunhandledrejection)$/,
  onuncaughtexception: /^auto\.node\.onuncaughtexception$/,
  onunhandledrejection: /^auto\.node\.onunhandledrejection$/,
  generic: /^generic$/,
};

const wanted = ({ value, type, level = 'fatal', mechanism = 'either' }: Expected) =>
  expect.objectContaining({
    level,
    mechanism: expect.stringMatching(mechanisms[mechanism]),
    handled: mechanism === 'generic',
    ...(value !== undefined && { value }),
    ...(type !== undefined && { type }),
  });

const byValue = (a: { readonly value?: string | undefined }, b: { readonly value?: string | undefined }): number => String(a.value).localeCompare(String(b.value));

const kinds = { 'dies of': deaths, 'dies within a server of': servers, 'survives by': survivals, 'ends by': endings };

describe.each(nodeBinaries())('on $name', ({ name, path: node }) => {
  const major = Number(name.slice('node'.length));
  describe.each(Object.entries(kinds))('%s', (kind, cases) => {
    // Half of them as ES modules and half as CommonJS, on the next Node the other way round.
    const tried = cases.filter(({ since = 0 }) => major >= since).map((each, index) => ({ ...each, format: formats[(index + major / 2) % 2] ?? 'mjs', project: `${name}-${kind.replaceAll(' ', '-')}-${index}` }));

    it.concurrent.each(tried)('$name ($format)', async ({ body, args = [], env = {}, ends = { code: 1 }, events = [{ value: 'boom' }], format, project }) => {
      const file = `${project}.${format}`;
      harness.folder.write(file, heads[format] + body);
      const bare = await harness.folder.run(file, { node, args, env, monitored: false });
      const monitored = await harness.folder.run(file, { node, args, monitored: true, env: { ...env, TOCSIN_DSN: harness.intake.dsn(project) } });
      expect(bare).toMatchObject({ signal: null, ...ends });
      expect(visible(monitored)).toEqual(visible(bare));
      if (events !== 'any') expect(harness.intake.events(project).map(summary).toSorted(byValue)).toEqual(events.toSorted(byValue).map(wanted));
    });
  });
});
