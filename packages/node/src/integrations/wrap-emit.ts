import type { AsyncResource } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { Undo } from '@tocsin/core';

type Emitting = Pick<EventEmitter, 'emit'>;

/** What stands between an event and its listeners. */
export interface Around {
  /** Where they are to hear of it; nothing: where it is told. */
  readonly lead: (event: readonly unknown[]) => AsyncResource | undefined;
  /** Asked each time that `emit` is read: whether this event of `emitter` is let by as if nothing were wrapped. In a stack that leaves no trace. */
  readonly isSpared: (emitter: object) => boolean;
}

/** Classes whose events pass through {@link Around}. */
export interface EmitWraps {
  /** Wraps the class of `emitter`, unless that was done. */
  readonly wrapClassOf: (emitter: object) => void;
  readonly undo: Undo;
}

/** Wraps `emit` of classes that Node does not export, but whose instances are met. An instance's own `emit` stays outside. */
export const createEmitWraps = (around: Around): EmitWraps => {
  const wrapped = new Map<object, Undo>();
  return {
    wrapClassOf(emitter) {
      const prototype: Emitting = Object.getPrototypeOf(emitter);
      if (!wrapped.has(prototype)) wrapped.set(prototype, wrapEmit(prototype, around));
    },
    undo: () => wrapped.forEach((undo) => undo()),
  };
};

/** At the getter of ours: for whom it stands there, and what takes it away. */
const LAYER: unique symbol = Symbol.for('tocsin.emit.1');

interface Layer {
  readonly arounds: Set<Around>;
  readonly take: Undo;
}

type Get = (() => EventEmitter['emit']) & { readonly [LAYER]?: Layer };

const getterOf = (prototype: object): Get | undefined => Object.getOwnPropertyDescriptor(prototype, 'emit')?.get;

/** However many want it, and in whatever order they go, it is wrapped once. Who came last has the say: its client is in force. */
const wrapEmit = (prototype: Emitting, around: Around): Undo => {
  const { arounds, take } = getterOf(prototype)?.[LAYER] ?? layOver(prototype);
  arounds.add(around);
  return () => {
    arounds.delete(around);
    if (arounds.size === 0) take();
  };
};

const layOver = (prototype: Emitting): Layer => {
  const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
  const original = prototype.emit;
  const arounds = new Set<Around>();
  const last = (): Around | undefined => [...arounds].at(-1);
  // The only line of ours in the stack of what a listener throws: Node prints it when the process dies of that.
  const emit = function (this: EventEmitter, ...event: Parameters<EventEmitter['emit']>): boolean {
    const there = last()?.lead(event);
    return there ? there.runInAsyncScope(original, this, ...event) : original.apply(this, event);
  };
  // Whoever emits reads the function first: only there can it still be another one.
  const get = function (this: object): EventEmitter['emit'] {
    return last()?.isSpared(this) ? original : emit;
  };
  const set = function (this: object, value: unknown): void {
    Object.defineProperty(this, 'emit', { value, configurable: true, writable: true, enumerable: this !== prototype });
  };
  const take = (): void => {
    // What others have put around ours meanwhile stays; ours then only passes on.
    if (getterOf(prototype) !== get) return;
    if (own) Object.defineProperty(prototype, 'emit', own);
    else Reflect.deleteProperty(prototype, 'emit');
  };
  const layer = { arounds, take };
  Object.defineProperty(get, LAYER, { value: layer });
  Object.defineProperty(prototype, 'emit', { get, set, configurable: true, enumerable: false });
  return layer;
};
