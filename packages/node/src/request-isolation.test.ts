import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { getCurrentScope, getIsolationScope, setTag, withIsolationScope, withScope } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followScopes, inRequest, isolateRequest } from './request-isolation';
import { createAsyncScopeStore } from './scope-store';

const tag = (): string | undefined => getCurrentScope().getScopeData().tags['who'] ?? getIsolationScope().getScopeData().tags['who'];

describe('the isolation of requests', () => {
  let close: () => Promise<unknown>;
  beforeEach(() => {
    const client = initClient({ dsn: 'https://k@example.com/1', defaultIntegrations: false }, fakeRuntime({ scopes: createAsyncScopeStore() }));
    close = () => client.close();
  });
  afterEach(() => close());

  it('lets listeners see the scopes of their request, whoever emits', () => {
    const request = new EventEmitter();
    const seen: (string | undefined)[] = [];
    isolateRequest([request], () => {
      setTag('who', 'first');
      request.on('data', () => seen.push(tag()));
    });
    withIsolationScope(() => {
      setTag('who', 'second');
      request.emit('data');
    });
    expect(seen).toEqual(['first']);
  });

  it('leaves what the app follows by itself to whoever emits', () => {
    const request = new EventEmitter();
    const own = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    isolateRequest([request], () => setTag('who', 'first'));
    request.on('end', () => seen.push(own.getStore(), tag()));
    own.run('request 7', () => request.emit('end'));
    own.run('inner', () => inRequest(request, () => seen.push(own.getStore(), tag())));
    expect(seen).toEqual(['request 7', 'first', 'inner', 'first']);
  });

  it('keeps `this` of listeners, the arguments and the answer of emit', () => {
    const request = new EventEmitter();
    const seen: unknown[] = [];
    isolateRequest([request], () => undefined);
    request.once('data', function (this: unknown, ...values: unknown[]) {
      seen.push(this, ...values);
    });
    expect(request.emit('data', 1, 2)).toBe(true);
    expect(request.emit('data')).toBe(false);
    expect(seen).toEqual([request, 1, 2]);
  });

  it('moves on to narrower scopes when it is told to follow them', () => {
    const request = new EventEmitter();
    const seen: (string | undefined)[] = [];
    isolateRequest([request], () => {
      setTag('who', 'request');
      withScope((scope) => {
        scope.setTag('who', 'inner');
        followScopes([request]);
      });
      request.on('data', () => seen.push(tag()));
    });
    request.emit('data');
    expect(seen).toEqual(['inner']);
  });

  it('leaves in place what others have put around emit', () => {
    const request = new EventEmitter();
    const seen: unknown[] = [];
    isolateRequest([request], () => {
      const ours = request.emit;
      request.emit = (...event) => {
        seen.push(event[0]);
        return ours.apply(request, event);
      };
      followScopes([request]);
    });
    request.emit('data');
    expect(seen).toEqual(['data']);
  });

  it('finds back into a request from the scopes of another one', () => {
    const request = new EventEmitter();
    isolateRequest([request], () => setTag('who', 'first'));
    withIsolationScope(() => {
      setTag('who', 'second');
      expect(inRequest(request, tag)).toBe('first');
    });
  });

  it('stays in inner scopes of the same request', () => {
    const request = new EventEmitter();
    isolateRequest([request], () =>
      withScope((scope) => {
        scope.setTag('who', 'inner');
        expect(inRequest(request, tag)).toBe('inner');
      }),
    );
  });

  it('runs where it is when nothing isolates the request', () => {
    expect(inRequest(new EventEmitter(), () => 7)).toBe(7);
  });
});
