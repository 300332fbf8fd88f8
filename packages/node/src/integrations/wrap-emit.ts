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

const wrapEmit = (prototype: Emitting, { lead, isSpared }: Around): Undo => {
  const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
  const original = prototype.emit;
  let active = true;
  // The only line of ours in the stack of what a listener throws: Node prints it when the process dies of that.
  const emit = function (this: EventEmitter, ...event: Parameters<EventEmitter['emit']>): boolean {
    const there = active ? lead(event) : undefined;
    return there ? there.runInAsyncScope(original, this, ...event) : original.apply(this, event);
  };
  // Whoever emits reads the function first: only there can it still be another one.
  const get = function (this: object): EventEmitter['emit'] {
    return isSpared(this) ? original : emit;
  };
  const set = function (this: object, value: unknown): void {
    Object.defineProperty(this, 'emit', { value, configurable: true, writable: true, enumerable: this !== prototype });
  };
  Object.defineProperty(prototype, 'emit', { get, set, configurable: true, enumerable: false });
  return () => {
    active = false;
    // What others have put around ours meanwhile stays; ours then only passes on.
    if (Object.getOwnPropertyDescriptor(prototype, 'emit')?.get !== get) return;
    if (own) Object.defineProperty(prototype, 'emit', own);
    else Reflect.deleteProperty(prototype, 'emit');
  };
};
