import { fakeRuntime, placesOf, settle } from '@tocsin/kit';
import { secretOf, secretVectors, textOf } from '@tocsin/kit/secret-vectors';
import { describe, expect, it } from 'vitest';
import { exceptionOccurrence } from '../event/occurrence';
import { createClient } from '../client/create-client';
import { createScrubber } from './scrubber';
import type { Event } from '../event/event';
import { Scope } from '../scope/scope';
import { emptyScopeData } from '../scope/scope-data';

const cases = secretVectors('scrub.json');

const scrubOnce = (text: string): string => createScrubber({}, () => {}).text(text, () => {});

const clientWith = (beforeSend?: (event: Event) => Event) => {
  const runtime = fakeRuntime();
  const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', flood: false, beforeSend }, runtime);
  const capture = async (event: Partial<Event>): Promise<string> => {
    client.capture({ issueParts: () => ({ message: 'one' }), build: () => event }, {}, emptyScopeData);
    await settle();
    const sent = runtime.server.received.at(-1);
    runtime.server.received.length = 0;
    expect(sent?.event).toBeDefined();
    return JSON.stringify(sent);
  };
  return { runtime, client, capture };
};

/** As it would stand inside of JSON. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('secrets', () => {
  it('are many, of many kinds', () => {
    expect(cases.secrets.length).toBeGreaterThanOrEqual(300);
    expect(new Set(cases.secrets.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
  });

  it.each(cases.secrets)('$name is taken out, and nothing else', (known) => {
    const scrubbed = scrubOnce(textOf(known));
    expect(scrubbed).not.toContain(secretOf(known));
    expect(scrubbed).toBe(`${known.before}[Filtered]${known.after}`);
  });

  it('come out the same the second time', () => {
    for (const known of cases.secrets) expect(scrubOnce(scrubOnce(textOf(known)))).toBe(scrubOnce(textOf(known)));
  });

  it('leave in no parameter of an address, nor in one of an address within another', () => {
    // Signs beyond ASCII stay encoded, so a card with such blanks is none there.
    const spelt = cases.secrets.filter((known) => !/[^\x20-\x7e]/.test(secretOf(known)));
    expect(spelt.length).toBeGreaterThanOrEqual(300);
    const leaks = spelt.flatMap((known) =>
      [encodeURIComponent, (text: string) => encodeURIComponent(encodeURIComponent(text))].flatMap((encode) => {
        const scrubbed = scrubOnce(`https://shop.example/search?q=${encode(textOf(known))}&page=2`);
        const isOut = [secretOf(known), encode(secretOf(known))].some((secret) => scrubbed.includes(secret));
        return isOut || scrubOnce(scrubbed) !== scrubbed ? [`${known.name}: ${scrubbed}`] : [];
      }),
    );
    expect(leaks).toEqual([]);
  });

  it('leave from no place of an event, nor by a hook', async () => {
    const { client, capture } = clientWith();
    const leaks: string[] = [];
    for (const known of cases.secrets) {
      const sent = await capture(placesOf(textOf(known)));
      if (sent.includes(inJson(secretOf(known)))) leaks.push(known.name);
      const hooked = clientWith((event) => Object.assign(event, placesOf(textOf(known)), { event_id: event.event_id }));
      if ((await hooked.capture({ message: 'from a hook' })).includes(inJson(secretOf(known)))) leaks.push(`${known.name}, by a hook`);
    }
    expect(leaks).toEqual([]);
    expect(Object.keys(client.stats().error?.scrubbed ?? {}).length).toBeGreaterThanOrEqual(12);
  }, 60_000);

  it('leave neither with an error, its causes and what the scope holds', async () => {
    const runtime = fakeRuntime();
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
    for (const known of cases.secrets) {
      const scope = new Scope().setTag('note', textOf(known)).setExtra('note', textOf(known)).setTransactionName(textOf(known));
      scope.addBreadcrumb({ message: textOf(known), data: { arguments: [textOf(known)] } }, 100);
      const error = new Error(textOf(known), { cause: Object.assign(new Error(textOf(known)), { note: textOf(known) }) });
      client.capture(exceptionOccurrence(error, { mechanism: { type: 'generic' }, level: 'error' }), {}, scope.getScopeData());
      await settle();
      expect(JSON.stringify(runtime.server.received.at(-1))).not.toContain(inJson(secretOf(known)));
    }
  }, 60_000);
});

describe('innocent text', () => {
  it('leaves as it is, but for one in a hundred', () => {
    expect(cases.innocents.length).toBeGreaterThanOrEqual(300);
    const changed = cases.innocents.filter(({ input }) => scrubOnce(input) !== input).map(({ name, input }) => `${name}: ${input} → ${scrubOnce(input)}`);
    console.log(`innocents: ${changed.length} of ${cases.innocents.length} changed`);
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(cases.innocents.length / 100);
  });

  it('leaves as it is in an address, too', () => {
    const inAddress = (text: string): string => `https://shop.example/search?q=${encodeURIComponent(text)}&page=2`;
    const changed = cases.innocents.filter(({ input }) => scrubOnce(inAddress(input)) !== inAddress(input)).map(({ name, input }) => `${name}: ${input} → ${scrubOnce(inAddress(input))}`);
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(cases.innocents.length / 100);
  });
});
