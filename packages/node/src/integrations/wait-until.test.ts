import { captureException } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, expect, it } from 'vitest';
import type { WaitUntil } from './wait-until';
import { waitUntilIntegration } from './wait-until';

const VERCEL_REQUEST = Symbol.for('@vercel/request-context');

let close = (): unknown => undefined;
afterEach(() => {
  Reflect.deleteProperty(globalThis, VERCEL_REQUEST);
  return close();
});

const start = (given?: WaitUntil) => {
  const runtime = fakeRuntime();
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false, integrations: [waitUntilIntegration(given)] }, runtime);
  close = () => client.close(0);
  return { server: runtime.server, client };
};

it('hands out a promise that settles when the event has arrived', async () => {
  const promises: Promise<unknown>[] = [];
  const { server } = start((promise) => promises.push(promise));
  server.hold = true;
  captureException(new Error('while answering'));
  expect(promises).toHaveLength(1);
  let isOver = false;
  void promises[0]?.then(() => (isOver = true));
  await new Promise((resolve) => void setImmediate(resolve));
  expect(isOver).toBe(false);
  server.release();
  expect(await promises[0]).toBe(true);
  expect(server.events()).toHaveLength(1);
});

it('finds what Vercel has for the request, whenever it is there', async () => {
  const promises: Promise<unknown>[] = [];
  const { server } = start();
  captureException(new Error('outside of a request'));
  Object.assign(globalThis, { [VERCEL_REQUEST]: { get: () => ({ waitUntil: (promise: Promise<unknown>) => promises.push(promise) }) } });
  captureException(new Error('in a request'));
  expect(promises).toHaveLength(1);
  expect(await promises[0]).toBe(true);
  expect(server.events()).toHaveLength(2);
});

it.each<[string, WaitUntil]>([
  ['refuses', () => { throw new Error('no request'); }],
  // A rejection that nobody handles fails the run.
  ['refuses later', () => Promise.reject(new Error('no request'))],
])('loses nothing when the host %s', async (_what, waitUntil) => {
  const { server, client } = start(waitUntil);
  captureException(new Error('x'));
  await client.flush();
  expect(server.events()).toHaveLength(1);
});

it.each([undefined, null, {}, { get: () => { throw new Error('broken'); } }, { get: () => undefined }, { get: () => ({}) }])('does without when Vercel has %j', async (context) => {
  Object.assign(globalThis, { [VERCEL_REQUEST]: context });
  const { server, client } = start();
  captureException(new Error('x'));
  await client.flush();
  expect(server.events()).toHaveLength(1);
});
