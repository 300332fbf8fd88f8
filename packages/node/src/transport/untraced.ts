import { attempt } from '@tocsin/core/platform';

/** What OpenTelemetry's API keeps of the app's context manager, as far as it is used here. */
interface Contexts {
  readonly active: () => { readonly setValue: (key: symbol, value: unknown) => object };
  readonly with: <T>(context: object, run: () => T) => T;
}

/**
 * Sends where OpenTelemetry, if the app has it, makes no span of a request, and adds no header: what we send is no part of what
 * the app does, and a span is stored, and paid for, as any other. Of its API all copies of major version 1 hang at this key.
 */
export const untraced = <T>(send: () => T): T => {
  const api: { readonly context?: Contexts } | undefined = Reflect.get(globalThis, Symbol.for('opentelemetry.js.api.1'));
  let made: ReturnType<typeof attempt<T>> | undefined;
  const once = (): NonNullable<typeof made> => (made ??= attempt(send));
  // The context manager is the app's, or that of a package of its own: without it, where it throws.
  attempt(() => api?.context?.with(api.context.active().setValue(Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true), once));
  const sent = once();
  if (!sent.ok) throw sent.error;
  return sent.value;
};
