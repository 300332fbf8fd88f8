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
  const contexts = api?.context;
  return contexts ? contexts.with(contexts.active().setValue(Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true), send) : send();
};
