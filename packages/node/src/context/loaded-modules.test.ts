import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureMessage } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { modulesIntegration } from '../integrations/modules';
import { loadedModules } from './loaded-modules';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'tocsin-modules-'))));
afterEach(() => rmSync(root, { recursive: true }));

const place = (folder: string, manifest: unknown): string => {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  return path;
};

it('names what the app depends on and what it has loaded, as installed', () => {
  place('.', { dependencies: { express: '^5.0.0', '@scope/own': '*', gone: '1' } });
  place('node_modules/express', { version: '5.1.0' });
  place('node_modules/@scope/own', { version: '2.0.0' });
  const deep = place('node_modules/express/node_modules/qs', { version: '6.1.0' });
  const app = join(root, 'src');
  mkdirSync(app);
  expect(loadedModules({ files: [join(deep, 'lib/index.js'), join(root, 'src/app.js'), '/nowhere/node_modules/x/index.js'], folder: app })).toEqual({ express: '5.1.0', '@scope/own': '2.0.0', qs: '6.1.0' });
});

it('takes the version that the app depends on, should there be several', () => {
  place('.', { dependencies: { a: '2' } });
  place('node_modules/a', { version: '2.0.0' });
  const inner = place('node_modules/b/node_modules/a', { version: '1.0.0' });
  expect(loadedModules({ files: [join(inner, 'index.js')], folder: root })).toEqual({ a: '2.0.0' });
});

it.each(['no JSON', 'null', '{"dependencies":7}', '{"dependencies":{"a":"1"}}'])('survives a manifest that says %s', (text) => {
  place('.', text);
  place('node_modules/a', text);
  expect(loadedModules({ files: [join(root, 'node_modules/a/index.js')], folder: root })).toEqual({});
});

it('comes with each event, under what the event says itself', async () => {
  const runtime = fakeRuntime();
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false, integrations: [modulesIntegration()], beforeSend: (event) => ({ ...event, modules: { ...event.modules, own: '1' } }) }, runtime);
  captureMessage('with modules');
  await client.close();
  const [event] = runtime.server.events();
  const { own, ...others } = event?.modules ?? {};
  expect(own).toBe('1');
  for (const version of Object.values(others)) expect(version).toMatch(/^\d/);
});
