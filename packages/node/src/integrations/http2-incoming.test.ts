import type { ClientHttp2Session, Http2Server } from 'node:http2';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { getIsolationScope, setTag } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAsyncScopeStore } from '../scope-store';
import { isolateStreams } from './http2-incoming';

let server: Http2Server;
let session: ClientHttp2Session;
let undo: () => void;
let close: () => Promise<unknown>;

beforeEach(async () => {
  const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false }, fakeRuntime({ scopes: createAsyncScopeStore() }));
  close = () => client.close();
  undo = isolateStreams({ client, sessions: false });
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  session.close();
  undo();
  await new Promise((resolve) => server.close(resolve));
  await close();
});

const ask = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<void> => new Promise((resolve, reject) => void session.request({ ':path': path, ...headers }).on('error', reject).on('close', resolve).resume());

it('runs the listeners of each stream in scopes of their own, which end with it', async () => {
  const seen: unknown[] = [];
  const outer = getIsolationScope();
  server.on('stream', (stream, headers) => {
    seen.push(getIsolationScope() === outer, getIsolationScope().getScopeData().tags['path']);
    setTag('path', String(headers[':path']));
    stream.on('close', () => seen.push(getIsolationScope().getScopeData().tags['path']));
    stream.respond({ ':status': 200 });
    stream.end();
  });
  await ask('/a');
  await ask('/b');
  expect(seen).toEqual([false, undefined, '/a', false, undefined, '/b']);
  expect(getIsolationScope().getScopeData().tags).toEqual({});
});

it('leaves envelopes alone', async () => {
  const outer = getIsolationScope();
  const seen: unknown[] = [];
  server.on('stream', (stream) => {
    seen.push(getIsolationScope() === outer);
    stream.respond({ ':status': 200 });
    stream.end();
  });
  await ask('/api/1/envelope/', { 'content-type': 'application/x-sentry-envelope' });
  expect(seen).toEqual([true]);
});

it('lets what a listener throws go where it went before', () => {
  const failure = new Error('the listener\'s own');
  server.on('stream', () => {
    throw failure;
  });
  const stream = { emit: () => true };
  expect(() => server.emit('stream', stream, { ':path': '/' })).toThrow(failure);
});

it('tells every event of a server on, with what its listeners answered', async () => {
  server.on('stream', (stream) => stream.respond({ ':status': 204 }, { endStream: true }));
  await ask('/');
  const args: unknown[] = [];
  server.on('own', (...given: unknown[]) => args.push(...given));
  expect([server.emit('own', 1, 2), server.emit('nobody hears')]).toEqual([true, false]);
  expect(args).toEqual([1, 2]);
});

it('leaves nothing behind', async () => {
  server.on('stream', (stream) => stream.respond({ ':status': 204 }, { endStream: true }));
  const prototype = Object.getPrototypeOf(server);
  await ask('/');
  expect(Object.hasOwn(prototype, 'emit')).toBe(true);
  undo();
  expect(Object.hasOwn(prototype, 'emit')).toBe(false);
});

it('stays below what others have wrapped around it, and only passes on', async () => {
  const prototype = Object.getPrototypeOf(server);
  server.on('stream', (stream) => stream.respond({ ':status': 204 }, { endStream: true }));
  await ask('/');
  const inner = prototype.emit;
  const outer = function (this: Http2Server, ...event: Parameters<Http2Server['emit']>): boolean {
    return inner.apply(this, event);
  };
  prototype.emit = outer;
  undo();
  expect(prototype.emit).toBe(outer);
  await ask('/again');
  Reflect.deleteProperty(prototype, 'emit');
});
