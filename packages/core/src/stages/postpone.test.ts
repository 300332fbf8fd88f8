import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breadcrumb, Event } from '../event/event';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import { createEventMemory } from './event-memory';
import type { GateOptions } from './gate';
import { gateStage } from './gate';
import type { PipelineParts } from './pipeline';
import { postpone } from './postpone';
import { createScrubber } from './scrubber';
import { serverRules } from './scrub-server-rules';
import type { Draft } from './stage';

const secrets = ['password=hunter2abc', 'Bearer abcdefghijklmnopqrstuvwxyz0123', '4111 1111 1111 1111', 'carl@example.org', 'https://carl:s3cr3tpass@example.org/x', '\ud800', 'x'.repeat(20_000), `${'word '.repeat(1637)}password=hunter2abcdef`];

/** What an app may put into an event. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...secrets),
    fc.string(),
    fc.double(),
    fc.constantFrom(4111111111111111n, 4111111111111111, -0, Number.NaN, Symbol('password=hunter2abc'), undefined, null, true, new Date(0), new Date(Number.NaN), new Map([['password', 1]]), new Set(['carl@example.org']), /x/, () => 1, new Error('carl@example.org'), { toJSON: () => 'password=hunter2abc' }),
    fc.dictionary(fc.constantFrom('password', 'a', 'api_key', 'carl@example.org', 'cookies', 'x'.repeat(300)), tie('value')),
    fc.array(tie('value'), { maxLength: 25 }),
  ),
}))['value'];

const parts = (change: Partial<PipelineParts> = {}) => {
  const told: string[] = [];
  const memory = createEventMemory();
  const gate: GateOptions = { depth: 3, breadth: 20, textLength: 8192, totalLength: 1e7, describe: () => undefined, scrubber: createScrubber({}, () => {}, serverRules), memory };
  const made: PipelineParts = {
    parseStack: () => [],
    constant: { contexts: { runtime: { name: 'node', version: '24' } } },
    processors: new Set(),
    platform: { postpone },
    report: ({ code }) => told.push(code),
    onFiltered: (counts) => told.push(...Object.keys(counts)),
    ...change,
    gate,
  };
  return { told, made, memory };
};

const draftOf = (event: Partial<Event>, change: Partial<Draft> = {}): Draft => ({ occurrence: messageOccurrence('x', 'error'), hint: {}, scope: emptyScopeData, issue: 'i', event: { event_id: 'e', timestamp: 1, ...event }, ...change });

const stagesOf = (made: PipelineParts) => {
  const gate = gateStage(made.gate, made.onFiltered);
  const whole = (draft: Draft): Draft => gate(draft);
  const stage = postpone(made, whole);
  return {
    // Twice, as with hooks: at the bottom of a tree stands a text where there was an object before.
    now: (draft: Draft): Event => gate({ event: gate(draft).event }).event,
    // It answers at once, as nothing here does otherwise.
    pass: (draft: Draft): Draft => stage(draft) as Draft,
  };
};
const itemOf = (draft: Draft) => draft.due?.item({ type: 'event' }, (event) => JSON.stringify(event));

describe('an event that is finished when it leaves the queue', () => {
  it('is what it would have been, whatever the app put into it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'password', 'data'), anything), anything, anything, (extra, value, tag) => {
        const event = { extra, user: { id: value, email: 'carl@example.org' }, tags: { tag }, contexts: { mine: { value } }, message: 'login of carl@example.org', exception: { values: [{ value }] } } as never;
        const { now, pass } = stagesOf(parts().made);
        expect(JSON.parse(String(itemOf(pass(draftOf(event)))?.payload))).toEqual(JSON.parse(JSON.stringify(now(draftOf(event)))));
      }),
      { endOnFailure: true, numRuns: Number(process.env['TOCSIN_RUNS'] ?? 300) },
    );
  });

  it('is not changed by what the app does with its objects afterwards', () => {
    const { pass } = stagesOf(parts().made);
    const cart = { items: ['lamp'], at: new Map([['a', 1]]) };
    const item = itemOf(pass(draftOf({ extra: { cart }, logentry: { message: 'x', params: [cart] } })));
    cart.items.push('later');
    cart.at.set('b', 2);
    expect(JSON.parse(String(item?.payload))).toMatchObject({ extra: { cart: { items: ['lamp'], at: { a: 1 } } }, logentry: { params: [{ items: ['lamp'] }] } });
  });

  it('is looked at for secrets once, however often it is written', () => {
    const { told, made } = parts();
    const item = itemOf(stagesOf(made).pass(draftOf({ message: 'mail carl@example.org', extra: { password: 'hunter2' } })));
    expect(told).toEqual([]);
    expect([item?.payload, item?.payload].map((payload) => /carl|hunter2/.test(String(payload)))).toEqual([false, false]);
    expect(told).toHaveLength(2);
  });

  it('goes by the same frames, breadcrumbs and contexts as all others', () => {
    const { made, memory } = parts();
    const { pass } = stagesOf(made);
    const frames = memory.parser(() => [{ filename: '/app/a.js' }], made.gate)('');
    const crumb: Breadcrumb = { message: 'hi' };
    memory.keep(crumb);
    const passed = (): Event => pass(draftOf({ contexts: { ...made.constant.contexts }, breadcrumbs: { values: [crumb] }, exception: { values: [{ value: 'x', stacktrace: { frames } }] } })).event;
    const shared = ({ exception, breadcrumbs, contexts }: Event): readonly unknown[] => [exception?.values[0]?.stacktrace?.frames, breadcrumbs?.values[0], contexts?.['runtime']];
    expect(shared(passed())).toEqual([frames, crumb, made.constant.contexts?.['runtime']]);
    shared(passed()).forEach((one, at) => expect(one).toBe(shared(passed())[at]));
  });

  it('reads a context that changes anew with each event', () => {
    let used = 1;
    const app = {
      name: 'shop',
      get app_memory() {
        return used;
      },
    };
    const { made } = parts({ constant: { contexts: { app } } });
    const { pass } = stagesOf(made);
    const memory = (): unknown => pass(draftOf({ contexts: { ...made.constant.contexts } })).event.contexts?.['app']?.['app_memory'];
    const first = memory();
    used = 2;
    expect([first, memory()]).toEqual([1, 2]);
  });

  it('weighs what it holds', () => {
    const { pass } = stagesOf(parts().made);
    const weight = (event: Partial<Event>): number => pass(draftOf(event)).due?.weight ?? 0;
    expect(weight({ message: 'x'.repeat(5000) }) - weight({ message: '' })).toBe(5000);
  });

  it('says nothing but who it is where our own code fails', () => {
    const { told, made } = parts({
      onFiltered: () => {
        throw new Error('bug');
      },
    });
    expect(JSON.parse(String(itemOf(stagesOf(made).pass(draftOf({ message: 'password=hunter2abc' })))?.payload))).toEqual({ event_id: 'e', timestamp: 1 });
    expect(told).toEqual(['T2003']);
  });
});

describe('an event that somebody sees before', () => {
  const hook = (event: Event): Event => event;
  it.each([
    ['beforeSend', { beforeSend: hook }, {}],
    ['a processor', { processors: new Set([hook]) }, {}],
    ['a processor of its scope', {}, { scope: { ...emptyScopeData, processors: [hook] } }],
    ['the hooks, which must not delete it', {}, { occurrence: { ...messageOccurrence('x', 'error'), kept: { lend: hook, restore: hook } } }],
  ])('is finished in the capture: %s', (_who, change, draft) => {
    const { pass } = stagesOf(parts(change).made);
    const passed = pass(draftOf({ message: 'mail carl@example.org' }, draft));
    expect([passed.due, passed.event.message]).toEqual([undefined, 'mail [Filtered]']);
  });
});
