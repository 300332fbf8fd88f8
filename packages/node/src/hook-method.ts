import type { Undo } from '@tocsin/core';

/** Hears of a call before it is made; must not throw. `ours` is the function that stands around the method. */
export type Hook = (self: unknown, args: readonly unknown[], ours: (...given: never[]) => unknown) => void;

/** At the function around a method, for all copies of this package. */
const HOOKS: unique symbol = Symbol.for('tocsin.hooks.1');

interface Layer {
  readonly hooks: Set<Hook>;
  readonly take: Undo;
}

interface Hooked {
  (...args: unknown[]): unknown;
  readonly [HOOKS]?: Layer;
}

/**
 * Has a hook called before a method of `target`'s own. However many hooks there are, and in whatever order they go, one function
 * stands around it, and none when the last is gone. What others have put around ours meanwhile stays; ours then only passes on.
 */
export const hookMethod = (target: object, name: string, hook: Hook): Undo => {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const method: Hooked | undefined = own?.value;
  if (typeof method !== 'function') return () => undefined;
  const { hooks, take } = method[HOOKS] ?? layOver(target, name, method);
  hooks.add(hook);
  return () => {
    hooks.delete(hook);
    if (hooks.size === 0) take();
  };
};

const layOver = (target: object, name: string, method: Hooked): Layer => {
  const hooks = new Set<Hook>();
  const ours = function (this: unknown, ...args: unknown[]): unknown {
    hooks.forEach((hook) => hook(this, args, ours));
    return Reflect.apply(method, this, args);
  };
  const put = (value: Hooked): unknown => Reflect.defineProperty(target, name, { ...Object.getOwnPropertyDescriptor(target, name), value });
  const layer = { hooks, take: () => void (Object.getOwnPropertyDescriptor(target, name)?.value === ours && put(method)) };
  Object.defineProperties(ours, { name: { value: method.name, configurable: true }, [HOOKS]: { value: layer } });
  put(ours);
  return layer;
};
