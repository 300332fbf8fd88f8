import { afterEach, expect, it } from 'vitest';
import { untraced } from './untraced';

// With the real OpenTelemetry: test/e2e/node-opentelemetry.test.ts.

const KEY = Symbol.for('opentelemetry.js.api.1');
afterEach(() => void Reflect.deleteProperty(globalThis, KEY));

it('sends where nobody makes spans', () => {
  expect(untraced(() => 'sent')).toBe('sent');
});

it.each([7, {}])('sends where something else hangs: %j', (odd) => {
  Reflect.set(globalThis, KEY, odd);
  expect(untraced(() => 'sent')).toBe('sent');
});
