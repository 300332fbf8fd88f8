import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breadcrumb, Event } from '../event/event';
import { eventOccurrence, exceptionOccurrence } from '../event/occurrence';
import { emptyScopeData, toTags } from '../scope/scope-data';
import { buildStage } from './build';
import { enrichStage } from './enrich';
import { createEventMemory } from './event-memory';
import type { GateOptions } from './gate';
import { gateStage } from './gate';
import { hooksStage } from './hooks';
import type { PipelineParts } from './pipeline';
import { postpone } from './postpone';
import { createScrubber } from './scrubber';
import { serverRules } from './scrub-server-rules';
import type { Draft, Stage } from './stage';

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
  const gate: GateOptions = { normalizeDepth: 3, normalizeMaxBreadth: 20, maxValueLength: 8192, totalLength: 1e7, describe: () => undefined, scrubber: createScrubber({}, () => {}, serverRules()), memory };
  const made: PipelineParts = {
    parseStack: () => [],
    constant: { contexts: { runtime: { name: 'node', version: '24' } } },
    processors: new Set(),
    platform: { postpone, after: () => () => undefined },
    report: ({ code }) => told.push(code),
    onFiltered: (counts) => told.push(...Object.keys(counts)),
    ...change,
    gate,
  };
  return { told, made, memory };
};

/** What admission makes of an event that somebody has built. */
const draftOf = (event: Partial<Event>, change: Partial<Draft> = {}): Draft => ({ occurrence: eventOccurrence(event), hint: {}, scope: emptyScopeData, issue: 'i', event: { event_id: 'e', timestamp: 1 }, ...change });

const stagesOf = (made: PipelineParts) => {
  const gate = gateStage(made.gate, made.onFiltered);
  const stages = [buildStage(made.parseStack, made.constant), enrichStage(made.constant), gate];
  const through = (draft: Draft, way: readonly Stage[]): Draft => way.reduce((before, stage) => stage(before) as Draft, draft); // nothing here drops, or takes time
  const later = postpone(made, stages, hooksStage(made));
  return {
    /** Without hooks and with them, which see a text at the bottom of a tree where there was an object before. */
    now(draft: Draft): readonly Event[] {
      const { event } = through(draft, stages);
      return [event, gate({ event }).event];
    },
    pass: (draft: Draft): Draft => through(draft, later),
  };
};
const payloadOf = (draft: Draft): string | undefined => draft.late?.item({ type: 'event' }, (event) => JSON.stringify(event)).payload;
/** What is written. */
const eventOf = (draft: Draft): Event => {
  let written: Event | undefined;
  void draft.late?.item({ type: 'event' }, (event) => ((written = event), '')).payload;
  if (!written) throw new Error('it was not postponed');
  return written;
};
const sentOf = (draft: Draft): Event => JSON.parse(String(payloadOf(draft)));

/** As JSON says it, without what says nothing. */
const asSent = (event: Event): Event => JSON.parse(JSON.stringify(event).replaceAll(',"extra":{}', ''));

describe('an event that is finished when it leaves the queue', () => {
  it('is what it would have been, whatever the app put into it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'password', 'data'), anything), anything, anything, (extra, value, tag) => {
        const event = { extra, user: { id: value, email: 'carl@example.org' }, tags: { tag }, contexts: { mine: { value } }, message: 'login of carl@example.org', exception: { values: [{ value }] } } as never;
        const scope = { ...emptyScopeData, tags: toTags({ tag }), extra: { value }, contexts: { theirs: { value } }, breadcrumbs: [{ data: extra }], readRequest: () => ({ request: { headers: { value }, data: tag } }) } as never;
        const { now, pass } = stagesOf(parts().made);
        for (const draft of [draftOf(event), draftOf(event, { scope })]) expect(now(draft).map(asSent)).toContainEqual(asSent(sentOf(pass(draft))));
      }),
      { endOnFailure: true, numRuns: Number(process.env['TOCSIN_RUNS'] ?? 300) },
    );
  });

  it('is not changed by what the app does with its objects afterwards', () => {
    const { pass } = stagesOf(parts().made);
    const cart = { items: ['lamp'] };
    const request = { url: '/', headers: { host: 'shop' } };
    const scope = { ...emptyScopeData, extra: { cart }, readRequest: () => ({ request }) };
    const draft = pass(draftOf({ logentry: { message: 'x', params: [cart] } }, { scope }));
    cart.items.push('later');
    request.headers.host = 'elsewhere';
    expect(sentOf(draft)).toMatchObject({ extra: { cart: { items: ['lamp'] } }, logentry: { params: [{ items: ['lamp'] }] }, request: { headers: { host: 'shop' } } });
  });

  it('nor where they have to be brought into bounds', () => {
    const { pass } = stagesOf(parts().made);
    const at = new Map([['a', 1]]);
    const draft = pass(draftOf({ extra: { at, long: 'x'.repeat(100_000) } }));
    at.set('b', 2);
    expect(sentOf(draft).extra).toMatchObject({ at: { a: 1 } });
    expect(draft.late?.weight).toBeLessThan(80_000);
  });

  it('is looked at for secrets once, however often it is written', () => {
    const { told, made } = parts();
    const draft = stagesOf(made).pass(draftOf({ message: 'mail carl@example.org', extra: { password: 'hunter2' } }));
    expect(told).toEqual([]);
    expect([payloadOf(draft), payloadOf(draft)].map((payload) => /carl|hunter2/.test(String(payload)))).toEqual([false, false]);
    expect(told).toHaveLength(2);
  });

  it.each([4111111111111111n, new Map([['card', 4111111111111111n]])])('counts the card that is no text: %o', (card) => {
    const { told, made } = parts();
    expect(payloadOf(stagesOf(made).pass(draftOf({ extra: { card } })))).toContain('[Filtered]');
    expect(told).toEqual(['card']);
  });

  it('goes by the same frames, breadcrumbs and contexts as all others', () => {
    const { made, memory } = parts();
    const { pass } = stagesOf(made);
    const frames = memory.parser(() => [{ filename: '/app/a.js' }], made.gate)('');
    const crumb: Breadcrumb = { message: 'hi' };
    memory.keep(crumb);
    const passed = (): Event => eventOf(pass(draftOf({ breadcrumbs: { values: [crumb] }, exception: { values: [{ value: 'x', stacktrace: { frames } }] } })));
    const shared = ({ exception, breadcrumbs, contexts }: Event): readonly unknown[] => [exception?.values[0]?.stacktrace?.frames, breadcrumbs?.values[0], contexts?.['runtime']];
    expect(shared(passed())).toEqual([frames, crumb, made.constant.contexts?.['runtime']]);
    shared(passed()).forEach((one, at) => expect(one).toBe(shared(passed())[at]));
  });

  it('tells what was taken out of frames that all events share, once of each event', () => {
    const { told, made, memory } = parts();
    const { pass } = stagesOf(made);
    const frames = memory.parser(() => [{ filename: '/app/a.js', context_line: 'const password = "hunter2abc";' }], made.gate)('');
    const drafts = [1, 2].map(() => pass(draftOf({ exception: { values: [{ value: 'x', stacktrace: { frames } }] } })));
    expect(told).toEqual([]);
    const sent = drafts.flatMap((draft) => [eventOf(draft), eventOf(draft)]).map(({ exception }) => exception?.values[0]?.stacktrace?.frames);
    expect(sent[0]).toEqual([{ filename: '/app/a.js', context_line: 'const password = "[Filtered]";' }]);
    for (const one of sent) expect(one).toBe(sent[0]);
    expect(told).toEqual(['pair', 'pair']);
  });

  it.each<[string, unknown]>([
    ['an error', new TypeError('password=hunter2abc')],
    ['one with a code and facts of its own', Object.assign(new Error('x'), { code: 'ENOENT', path: '/home/carl@example.org', errno: -2 })],
    ['a long one', new Error('x'.repeat(100_000))],
    ['a chain', new Error('x', { cause: new Error('carl@example.org', { cause: 'word' }) })],
    ['a group', new AggregateError([new Error('Bearer abcdefghijklmnopqrstuvwxyz0123'), 1], 'x')],
    ['an object', { password: 'hunter2', list: [1, { a: 1n }] }],
    ['a text', 'password=hunter2abc'],
    ['nothing', undefined],
  ])('is what it would have been, where it was thrown: %s', (_what, thrown) => {
    const { now, pass } = stagesOf(parts().made);
    for (const mechanism of [{ type: 'generic', handled: true }, { type: 'timer', handled: false, data: { password: 'hunter2', at: new Map([['a', 1n]]) } }]) {
      const draft = draftOf({}, { occurrence: exceptionOccurrence(thrown, { level: 'error', mechanism }) });
      expect(now(draft).map(asSent)).toContainEqual(asSent(sentOf(pass(draft))));
    }
  });

  it('is not changed by what becomes of a thrown object afterwards', () => {
    const { pass } = stagesOf(parts().made);
    const thrown = { cart: ['lamp'] };
    const data = { tries: [1] };
    const error = Object.assign(new Error('before'), { cause: new Error('cause before') });
    const drafts = [thrown, error].map((value) => pass(draftOf({}, { occurrence: exceptionOccurrence(value, { level: 'error', mechanism: { type: 'generic', handled: true, data } }) })));
    const plain = pass(draftOf({}, { occurrence: exceptionOccurrence(error, { level: 'error', mechanism: { type: 'generic', handled: true } }) }));
    thrown.cart.push('later');
    data.tries.push(2);
    error.message = 'later';
    error.cause.message = 'later';
    expect(drafts.map((draft) => sentOf(draft).exception?.values.at(-1)?.mechanism?.data)).toEqual([{ tries: [1] }, { tries: [1] }]);
    expect(drafts.map((draft) => sentOf(draft).extra?.['thrown'])).toEqual([{ cart: ['lamp'] }, undefined]);
    expect(sentOf(plain).exception?.values.map(({ value }) => value)).toEqual(['cause before', 'before']);
  });

  it('says how a context that changes was in the capture', () => {
    let used = 1;
    const app = {
      name: 'shop',
      get app_memory() {
        return used;
      },
    };
    const { pass } = stagesOf(parts({ constant: { contexts: { app } } }).made);
    const drafts = [1, 2].map((memory) => {
      used = memory;
      return pass(draftOf({}));
    });
    expect(drafts.map((draft) => sentOf(draft).contexts?.['app']?.['app_memory'])).toEqual([1, 2]);
  });

  it('shares a context that is renewed with all events until then', () => {
    let app = { app_memory: 1 };
    const contexts = {
      get app() {
        return app;
      },
    };
    const { pass } = stagesOf(parts({ constant: { contexts } }).made);
    const first = [pass(draftOf({})), pass(draftOf({}))];
    app = { app_memory: 2 };
    const [one, two, three] = [...first, pass(draftOf({}))].map((draft) => eventOf(draft).contexts?.['app']);
    expect([one, three]).toEqual([{ app_memory: 1 }, { app_memory: 2 }]);
    expect(two).toBe(one);
  });

  it('weighs what it holds', () => {
    const { pass } = stagesOf(parts().made);
    const weight = (event: Partial<Event>): number => pass(draftOf(event)).late?.weight ?? 0;
    expect(weight({ message: 'x'.repeat(5000) }) - weight({ message: '' })).toBe(5000);
    const weightOf = (message: string): number => pass(draftOf({}, { occurrence: exceptionOccurrence(new Error(message), { level: 'error', mechanism: { type: 'generic', handled: true } }) })).late?.weight ?? 0;
    expect(weightOf('x'.repeat(5000)) - weightOf('')).toBe(5000);
    expect(weightOf('x'.repeat(20_000))).toBeGreaterThan(20_000);
  });

  it('weighs keys, and entries that are no text, too', () => {
    const { pass } = stagesOf(parts().made);
    const weight = (extra: Record<string, unknown>): number => pass(draftOf({ extra })).late?.weight ?? 0;
    const keys = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}`.padEnd(200, 'k'), true]));
    expect(weight(keys)).toBeGreaterThan(60_000);
    expect(weight({ list: Array.from({ length: 900 }, () => 0.5) })).toBeGreaterThan(14_000);
  });

  it('says nothing but who it is where our own code fails', () => {
    const { told, made } = parts({
      onFiltered: () => {
        throw new Error('bug');
      },
    });
    expect(sentOf(stagesOf(made).pass(draftOf({ message: 'password=hunter2abc' })))).toEqual({ event_id: 'e', timestamp: 1 });
    expect(told).toEqual(['T2003']);
  });
});

describe('an event that somebody sees before', () => {
  const hook = (event: Event): Event => event;
  it.each([
    ['beforeSend', { beforeSend: hook }, {}],
    ['a processor', { processors: new Set([hook]) }, {}],
    ['a processor of its scope', {}, { scope: { ...emptyScopeData, processors: [hook] } }],
    ['the hooks, which must not delete it', {}, { occurrence: { ...eventOccurrence({ message: 'mail carl@example.org' }), kept: { lend: hook, restore: hook } } }],
  ])('is finished in the capture: %s', (_who, change, draft) => {
    const { pass } = stagesOf(parts(change).made);
    const passed = pass(draftOf({ message: 'mail carl@example.org' }, draft));
    expect([passed.late, passed.event.message]).toEqual([undefined, 'mail [Filtered]']);
  });
});
