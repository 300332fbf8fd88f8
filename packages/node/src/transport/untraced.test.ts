import { afterEach, expect, it } from 'vitest';
import { untraced } from './untraced';

// With the real OpenTelemetry: test/e2e/node-opentelemetry.test.ts.

const KEY = Symbol.for('opentelemetry.js.api.1');
afterEach(() => void Reflect.deleteProperty(globalThis, KEY));

const failing = {
  'has no context': { active: () => { throw new Error('none'); }, with: (_context: unknown, run: () => unknown) => run() },
  'keeps none': { active: () => ({ setValue: () => { throw new Error('full'); } }), with: (_context: unknown, run: () => unknown) => run() },
  'runs nothing': { active: () => ({ setValue: () => ({}) }), with: () => { throw new Error('broken'); } },
};

it.each(Object.entries(failing))('sends without a context manager that %s', (_how, context) => {
  Reflect.set(globalThis, KEY, { context });
  expect(untraced(() => 'sent')).toBe('sent');
});

it('sends once where one fails after it has run what it was given, and throws what sending throws', () => {
  let sent = 0;
  const context = { active: () => ({ setValue: () => ({}) }), with: (_context: unknown, run: () => unknown) => { run(); throw new Error('late'); } };
  Reflect.set(globalThis, KEY, { context });
  expect(untraced(() => ++sent)).toBe(1);
  expect(() => untraced(() => { throw new Error('no header'); })).toThrow('no header');
});

it('sends where nobody makes spans', () => {
  expect(untraced(() => 'sent')).toBe('sent');
});

it.each([7, {}])('sends where something else hangs: %j', (odd) => {
  Reflect.set(globalThis, KEY, odd);
  expect(untraced(() => 'sent')).toBe('sent');
});
