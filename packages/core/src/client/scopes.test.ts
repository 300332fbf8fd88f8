import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Scope } from '../scope/scope';
import { captureException } from './capture';
import { initClient } from './init-client';
import { setTag, withIsolationScope, withScope } from './scopes';

let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
});
afterEach(() => closeOn(runtime));

it('a request or job runs in the scope that is brought along', async () => {
  const held = new Scope().setTag('held', 'yes');
  withIsolationScope(held, (isolation) => {
    expect(isolation).toBe(held);
    setTag('set', 'inside');
    captureException(new Error('x'));
  });
  await settle();
  expect(runtime.server.events()[0]?.tags).toMatchObject({ held: 'yes', set: 'inside' });
  expect(held.getScopeData().tags).toEqual({ held: 'yes', set: 'inside' });
});

it('a block likewise; without one it has its own', () => {
  const held = new Scope();
  expect(withScope(held, (current) => current)).toBe(held);
  expect(withIsolationScope(undefined, (isolation) => isolation)).not.toBe(held);
});
