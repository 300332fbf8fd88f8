import type { EventEmitter } from 'node:events';
import type { Undo } from '@tocsin/core';

type Emitting = Pick<EventEmitter, 'emit'>;

/** What comes between an event and its listeners; it has to call `proceed` once. */
export type Around = (event: readonly unknown[], proceed: () => void) => void;

/** Classes whose events pass through {@link Around}. */
export interface EmitWraps {
  /** Wraps the class of `emitter`, unless that was done. */
  readonly wrapClassOf: (emitter: object) => void;
  /** Lets the next event of `emitter` by, as if nothing were wrapped: in a stack it leaves no trace. */
  readonly spare: (emitter: object) => void;
  readonly undo: Undo;
}

/** Wraps `emit` of classes that Node does not export, but whose instances are met. An instance's own `emit` stays outside. */
export const createEmitWraps = (around: Around): EmitWraps => {
  const wrapped = new Map<object, Undo>();
  let spared: object | undefined;
  const isSpared = (emitter: object): boolean => {
    if (spared !== emitter) return false;
    spared = undefined;
    return true;
  };
  return {
    wrapClassOf(emitter) {
      const prototype: Emitting = Object.getPrototypeOf(emitter);
      if (!wrapped.has(prototype)) wrapped.set(prototype, wrapEmit(prototype, { around, isSpared }));
    },
    spare: (emitter) => (spared = emitter),
    undo() {
      spared = undefined;
      wrapped.forEach((undo) => undo());
    },
  };
};

interface Wrapping {
  readonly around: Around;
  readonly isSpared: (emitter: object) => boolean;
}

const wrapEmit = (prototype: Emitting, { around, isSpared }: Wrapping): Undo => {
  const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
  const original = prototype.emit;
  let active = true;
  const emit = function (this: EventEmitter, ...event: Parameters<EventEmitter['emit']>): boolean {
    if (!active) return original.apply(this, event);
    let answer = false;
    around(event, () => (answer = original.apply(this, event)));
    return answer;
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
