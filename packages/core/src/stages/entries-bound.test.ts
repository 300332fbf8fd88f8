import { expect, it } from 'vitest';
import { spell } from '../base/read';
import { gateEvent } from './gate';
import { copyOfPlain } from './plain-copy';
import { createScrubber } from './scrubber';

/** An object that answers with so many keys at each level, and counts how often it is asked. */
const endless = (count: number) => {
  const keys = Array.from({ length: count }, (_, at) => `k${at}`);
  const asked = { entries: 0 };
  const make = (): object =>
    new Proxy(
      {},
      {
        ownKeys: () => keys,
        getOwnPropertyDescriptor: () => {
          asked.entries++;
          return { enumerable: true, configurable: true };
        },
        get: (_target, key) => (typeof key === 'string' && key.startsWith('k') ? make() : undefined),
      },
    );
  return { asked, make };
};

const options = { normalizeDepth: 3, normalizeMaxBreadth: 1000, maxValueLength: 8192, totalLength: 200_000, describe: () => undefined, scrubber: createScrubber({}, () => {}) };
const gated = (parts: object) => gateEvent({ event_id: 'e', timestamp: 1, ...parts }, options, { onFiltered: () => {} });

it('of objects that have a million keys at each level, one is looked at, and the event keeps its parts', () => {
  const { asked, make } = endless(1_000_000);
  const exception = { values: [{ type: 'Error', value: 'one', stacktrace: { frames: [{ function: 'f' }] } }] };
  const event = gated({ extra: { value: make() }, exception, user: { id: 'bob' }, tags: { shelf: 'lamps' }, contexts: { cart: { items: { a: 1 } } } });
  expect(asked.entries).toBe(1_000_000);
  expect(event.extra?.['value']).toMatchObject({ k0: '[Object]', k999: '[Object]' });
  expect(event).toMatchObject({ exception, user: { id: 'bob' }, tags: { shelf: 'lamps' }, contexts: { cart: { items: '[Object]' } } });
}, 60_000);

it('of those that have a thousand, as many as there is room for', () => {
  const { asked, make } = endless(1000);
  const event = gated({ extra: { value: make() } });
  expect(asked.entries).toBeLessThan(30_000);
  expect(event.extra?.['value']).toMatchObject({ k0: { k0: '[Object]' } });
});

it('the parts of the event have an end, too', () => {
  const { asked, make } = endless(1_000_000);
  const event = gated({ exception: make() });
  expect(asked.entries).toBeLessThanOrEqual(3_000_000);
  expect(event.event_id).toBe('e');
}, 60_000);

it('the quick copy asks one of them, and leaves the rest to the walk', () => {
  const { asked, make } = endless(100_000);
  expect(copyOfPlain({ extra: { value: make() } }, () => undefined)).toBeUndefined();
  expect(asked.entries).toBe(100_000);
});

it('as a text, too, they have an end', () => {
  const { asked, make } = endless(200_000);
  expect(spell(make())).toMatch(/^\{"k0":\{"k0":/);
  expect(asked.entries).toBeLessThanOrEqual(2_400_000);
}, 60_000);
