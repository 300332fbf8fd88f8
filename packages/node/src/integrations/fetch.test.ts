import { channel } from 'node:diagnostics_channel';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAsyncScopeStore } from '../scope-store';
import { nativeNodeFetchIntegration } from './fetch';

let close: () => Promise<unknown>;
beforeEach(() => {
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: [nativeNodeFetchIntegration()] }, fakeRuntime({ scopes: createAsyncScopeStore() }));
  close = () => client.close();
});
afterEach(() => close());

/** The names of the headers that a request gets from us. */
const addedTo = (headers: string | readonly string[]): readonly string[] => {
  const added: string[] = [];
  channel('undici:request:create').publish({ request: { origin: 'http://shop.example', path: '/', method: 'GET', headers, addHeader: (name: string) => void added.push(name) } });
  return added;
};

it.each([
  ['a list', ['accept', '*/*']],
  ['a text, as older versions have it', 'accept: */*\r\n'],
])('hands the trace on in %s of headers', (_what, headers) => {
  expect(addedTo(headers)).toEqual(['sentry-trace', 'baggage']);
});

it.each([
  ['a list', ['note', 'one: two', 'Sentry-Trace', '1', 'baggage', 'a=b']],
  ['a text', 'note: one: two\r\nSentry-Trace: 1\r\nbaggage: a=b\r\n'],
])('leaves what the app hands on itself as it is, in %s behind a value with a colon, too', (_what, headers) => {
  expect(addedTo(headers)).not.toContain('sentry-trace');
});

it('tells an envelope by its headers in a text', () => {
  expect(addedTo('note: one: two\r\nx-sentry-auth: Sentry sentry_key=k\r\n')).toEqual([]);
});
