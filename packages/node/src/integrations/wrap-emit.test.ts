import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmitWraps } from './wrap-emit';
import { createEmitWraps } from './wrap-emit';

class Server extends EventEmitter {}

let server: Server;
let wraps: EmitWraps;
let around: unknown[];
beforeEach(() => {
  server = new Server();
  around = [];
  wraps = createEmitWraps(([name], proceed) => {
    around.push(name);
    proceed();
  });
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

  it('spares the next event of one emitter', () => {
    wraps.spare(server);
    new Server().emit('of another');
    server.emit('spared');
    server.emit('next');
    expect(around).toEqual(['of another', 'next']);
  });

  it('leaves no line in the stack of what is thrown in a spared event', () => {
    server.on('request', () => {
      throw new Error('boom');
    });
    wraps.spare(server);
    let stack: string | undefined;
    try {
      server.emit('request');
    } catch (error) {
      stack = error instanceof Error ? error.stack : undefined;
    }
    expect(stack).toContain('wrap-emit.test.ts');
    expect(stack).not.toContain('wrap-emit.ts');
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

  it('goes without a trace', () => {
    wraps.undo();
    server.emit('request');
    expect(around).toEqual([]);
    expect(Object.getOwnPropertyNames(Server.prototype)).toEqual(['constructor']);
  });
});
