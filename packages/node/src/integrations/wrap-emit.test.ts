import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmitWraps } from './wrap-emit';
import { createEmitWraps } from './wrap-emit';

class Server extends EventEmitter {}

let server: Server;
let wraps: EmitWraps;
let around: unknown[];
let spared: object | undefined;
const store = new AsyncLocalStorage<string>();
beforeEach(() => {
  server = new Server();
  around = [];
  spared = undefined;
  const there = store.run('there', () => new AsyncResource('test'));
  const lead = ([name]: readonly unknown[]): AsyncResource | undefined => {
    around.push(name);
    return name === 'led' ? there : undefined;
  };
  wraps = createEmitWraps({ lead, isSpared: (emitter) => emitter === spared });
  wraps.wrapClassOf(server);
});
afterEach(() => wraps.undo());

describe('wrapping what a class emits', () => {
  it('lets each event through, with what its listeners answer', () => {
    const heard: unknown[] = [];
    server.on('request', (...given) => heard.push(given));
    expect([server.emit('request', 1, 2), server.emit('other')]).toEqual([true, false]);
    expect(heard).toEqual([[1, 2]]);
    expect(around).toEqual(['request', 'other']);
  });

  it('leads where it is told to, and no further', () => {
    const seen: unknown[] = [];
    for (const name of ['led', 'other']) server.on(name, (given) => seen.push(given, store.getStore()));
    expect([server.emit('led', 1), server.emit('other', 2)]).toEqual([true, true]);
    expect(seen).toEqual([1, 'there', 2, undefined]);
  });

  it('spares one emitter', () => {
    spared = server;
    new Server().emit('of another');
    server.emit('spared');
    expect(around).toEqual(['of another']);
  });

  const stackOf = (name: string): string => {
    server.on(name, () => {
      throw new Error('boom');
    });
    try {
      server.emit(name);
    } catch (error) {
      if (error instanceof Error) return error.stack ?? '';
    }
    return '';
  };

  it('leaves no line in the stack of what is thrown in a spared event', () => {
    spared = server;
    expect(stackOf('request')).toContain('wrap-emit.test.ts');
    expect(stackOf('request')).not.toContain('wrap-emit.ts');
  });

  it.each(['led', 'other'])('leaves one line of ours at most: %s', (name) => {
    expect(stackOf(name).split('wrap-emit.ts')).toHaveLength(2);
  });

  it('can be replaced on an emitter, and on the class, as an ordinary method', () => {
    const seen: unknown[] = [];
    server.emit = (name) => seen.push(name) > 0;
    server.emit('own');
    expect(Object.keys(new Server())).not.toContain('emit');
    Server.prototype.emit = (name) => seen.push(name) > 0;
    new Server().emit('of the class');
    expect(seen).toEqual(['own', 'of the class']);
    expect(around).toEqual([]);
    wraps.undo();
    expect(new Server().emit('after')).toBe(true);
    Reflect.deleteProperty(Server.prototype, 'emit');
  });

  it.each([[[0, 1]], [[1, 0]]])('is there once for however many, and gone when the last is, in the order %j', (order) => {
    const isSpared = (): boolean => false;
    const both = [createEmitWraps({ isSpared, lead: () => void around.push('second') }), wraps];
    both[0]?.wrapClassOf(server);
    server.emit('request');
    expect(around).toEqual(['second']);
    for (const at of order) {
      expect(Object.getOwnPropertyNames(Server.prototype)).toContain('emit');
      both[at]?.undo();
    }
    expect(Object.getOwnPropertyNames(Server.prototype)).toEqual(['constructor']);
  });

  it('goes without a trace', () => {
    wraps.undo();
    server.emit('request');
    expect(around).toEqual([]);
    expect(Object.getOwnPropertyNames(Server.prototype)).toEqual(['constructor']);
  });
});
