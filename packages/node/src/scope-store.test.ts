import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Scope } from '@tocsin/core';
import type { ActiveScopes } from '@tocsin/core/platform';
import { describe, expect, it } from 'vitest';
import { createAsyncScopeStore } from './scope-store';

const scopes = (): ActiveScopes => ({ isolation: new Scope(), current: new Scope() });

describe('createAsyncScopeStore', () => {
  it('knows no scopes outside of run', () => {
    const store = createAsyncScopeStore();
    store.run(scopes(), () => undefined);
    expect(store.get()).toBeUndefined();
  });

  it('answers with what the body answers, and lets through what it throws', () => {
    const store = createAsyncScopeStore();
    expect(store.run(scopes(), () => 7)).toBe(7);
    expect(() => store.run(scopes(), () => { throw new Error('body'); })).toThrow('body');
    expect(store.get()).toBeUndefined();
  });

  it('nests', () => {
    const store = createAsyncScopeStore();
    const [outer, inner] = [scopes(), scopes()];
    store.run(outer, () => {
      store.run(inner, () => expect(store.get()).toBe(inner));
      expect(store.get()).toBe(outer);
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['an await', async () => undefined],
    ['a timer', () => sleep(1)],
    ['an immediate', () => nextTurn()],
    ['a microtask', () => new Promise<void>((resolve) => queueMicrotask(resolve))],
    ['a tick', () => new Promise<void>((resolve) => process.nextTick(resolve))],
    ['a callback of a timer', () => new Promise<void>((resolve) => void setTimeout(resolve, 1))],
  ])('follows %s', async (_what, wait) => {
    const store = createAsyncScopeStore();
    const mine = scopes();
    await store.run(mine, async () => {
      await wait();
      expect(store.get()).toBe(mine);
    });
  });

  it('keeps what runs at the same time apart', async () => {
    const store = createAsyncScopeStore();
    const all = Array.from({ length: 20 }, scopes);
    const seen = await Promise.all(
      all.map((mine, index) =>
        store.run(mine, async () => {
          await sleep(index % 4);
          await nextTurn();
          return store.get() === mine;
        }),
      ),
    );
    expect(seen).toEqual(all.map(() => true));
  });

  it('shows listeners the scopes of whoever emits', () => {
    const store = createAsyncScopeStore();
    const [listening, emitting] = [scopes(), scopes()];
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    store.run(listening, () => emitter.on('event', () => seen.push(store.get())));
    store.run(emitting, () => emitter.emit('event'));
    emitter.emit('event');
    expect(seen).toEqual([emitting, undefined]);
  });
});
