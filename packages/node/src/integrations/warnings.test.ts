import { captureException } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, expect, it } from 'vitest';
import { warningsIntegration } from './warnings';

const undoing: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undoing.splice(0).reverse()) await undo();
});

const start = (...given: Parameters<typeof warningsIntegration>) => {
  const runtime = fakeRuntime();
  const client = initClient({ dsn: 'https://k@example.com/1', integrations: [warningsIntegration(...given)] }, runtime);
  undoing.push(() => client.close());
  return { runtime, client };
};

/** What Node calls; in a test nobody needs to read what it prints. */
const warn = (message: string): void => {
  const others = process.listeners('warning').slice(0, -1);
  others.forEach((other) => process.off('warning', other));
  process.emit('warning', Object.assign(new Error(message), { name: 'DeprecationWarning', code: 'DEP0666' }));
  others.forEach((other) => process.prependListener('warning', other));
};

it('warnings are breadcrumbs', async () => {
  const { runtime } = start();
  warn('old stuff, password=hunter2');
  captureException(new Error('boom'));
  await settle();
  const [event, ...more] = runtime.server.events();
  expect(more).toEqual([]);
  expect(event?.breadcrumbs?.values).toMatchObject([{ category: 'process.warning', level: 'warning', message: expect.stringMatching(/^DeprecationWarning: old stuff, password=(?!hunter2)/), data: { code: 'DEP0666' } }]);
});

it('warnings are events on demand, with their stacks', async () => {
  const { runtime } = start({ events: true });
  warn('old stuff');
  await settle();
  expect(runtime.server.events()).toMatchObject([
    { level: 'warning', exception: { values: [{ type: 'DeprecationWarning', value: 'old stuff', mechanism: { type: 'auto.node.warning', handled: true }, stacktrace: { frames: expect.any(Array) } }] } },
  ]);
});

it('no listener is left behind', async () => {
  const before = process.listeners('warning');
  const { client } = start();
  expect(process.listenerCount('warning')).toBe(before.length + 1);
  await client.close();
  expect(process.listeners('warning')).toEqual(before);
});
