import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useHarness } from './harness';

/** What the field's build plugins put at the beginning of a file. */
const stamp = (id: string): string => `;(() => { const stack = new Error().stack; (globalThis._sentryDebugIds ??= {})[stack] = '${id}'; })();\n`;
const IDS = { app: '85314830-023f-4cf1-a267-535f4e37bb17', chunk: '0e3f8d1c-7f0a-4f0e-9a53-1f6d9a3f2b11', unused: '11111111-2222-4333-8444-555555555555' };

const harness = useHarness();

/** The same app in both module systems: `app` loads `chunk`, which throws, and a file that no frame stands in. */
const forms = [
  { name: 'ES modules', extension: 'mjs', project: '1', app: "import '#monitoring'; import { fail } from './chunk.mjs'; import './unused.mjs';", chunk: "export const fail = () => { throw new Error('broken'); };" },
  { name: 'CommonJS', extension: 'cjs', project: '2', app: "require('#monitoring'); const { fail } = require('./chunk.cjs'); require('./unused.cjs');", chunk: "exports.fail = () => { throw new Error('broken'); };" },
];

it.each(forms)('an uncaught error in a built app of $name names the source maps of its files', async ({ extension, project, app, chunk }) => {
  harness.folder.write(`chunk.${extension}`, `${stamp(IDS.chunk)}${chunk}`);
  harness.folder.write(`unused.${extension}`, stamp(IDS.unused));
  harness.folder.write(`app.${extension}`, `${stamp(IDS.app)}${app}\nsetTimeout(() => fail(), 1);`);
  const ended = await harness.folder.run(`app.${extension}`, { node: process.execPath, monitored: true, env: { TOCSIN_DSN: harness.intake.dsn(project) } });
  expect(ended.code).toBe(1);
  const [event] = harness.intake.events(project);
  const files = event?.exception?.values[0]?.stacktrace?.frames.map(({ filename, abs_path }) => [filename, abs_path]);
  const fileOf = (name: string): string => join(harness.folder.path, `${name}.${extension}`);
  expect(files).toEqual(expect.arrayContaining([[fileOf('app'), fileOf('app')], [fileOf('chunk'), fileOf('chunk')]]));
  expect(event?.debug_meta?.images).toHaveLength(2);
  expect(event?.debug_meta?.images).toEqual(expect.arrayContaining([
    { type: 'sourcemap', code_file: fileOf('app'), debug_id: IDS.app },
    { type: 'sourcemap', code_file: fileOf('chunk'), debug_id: IDS.chunk },
  ]));
});
