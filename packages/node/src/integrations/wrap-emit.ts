import type { EventEmitter } from 'node:events';
import type { Undo } from '@tocsin/core';

type Emitting = Pick<EventEmitter, 'emit'>;

/** What comes between an event and its listeners; it has to call `proceed` once. */
export type Around = (event: readonly unknown[], proceed: () => void) => void;

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

const wrapEmit = (prototype: Emitting, around: Around): Undo => {
  const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
  const original = prototype.emit;
  let active = true;
  const emit = function (this: EventEmitter, ...event: Parameters<EventEmitter['emit']>): boolean {
    if (!active) return original.apply(this, event);
    let answer = false;
    around(event, () => (answer = original.apply(this, event)));
    return answer;
  };
  Object.defineProperty(prototype, 'emit', { value: emit, configurable: true, writable: true, enumerable: false });
  return () => {
    active = false;
    // What others have put around ours meanwhile stays; ours then only passes on.
    if (prototype.emit !== emit) return;
    if (own) Object.defineProperty(prototype, 'emit', own);
    else Reflect.deleteProperty(prototype, 'emit');
  };
};
