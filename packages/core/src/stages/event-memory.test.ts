import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson } from '../base/ascii-json';
import type { Event, StackFrame } from '../event/event';
import { createEventMemory } from './event-memory';
import { gateEvent } from './gate';
import type { GateOptions } from './gate';
import { createScrubber } from './scrubber';

const optionsOf = (change: Partial<GateOptions> = {}): GateOptions => ({ normalizeDepth: 3, normalizeMaxBreadth: 20, maxValueLength: 100, totalLength: 5000, describe: () => undefined, scrubber: createScrubber({}, () => {}), ...change });

/** A gate that remembers the frames of one stack. */
const gateFor = (frame: StackFrame, change: Partial<GateOptions> = {}) => {
  const memory = createEventMemory();
  const options = optionsOf({ memory });
  const given = Array.from({ length: 10 }, () => frame);
  const frames = memory.parser(() => given, options)('');
  const told: string[] = [];
  const gate = (value: string): Event => gateEvent({ event_id: 'e', timestamp: 1, exception: { values: [{ value, stacktrace: { frames } }, { value: 'after' }] } }, { ...options, ...change }, { onFiltered: (rule) => told.push(rule) });
  return { given, frames, memory, gate, lend: (value: string) => memory.lend(gate(value)), told };
};

const framesOf = (event: Event) => event.exception?.values[0]?.stacktrace?.frames ?? [];

describe('the frames of a stack that is given out again and again', () => {
  const plain: StackFrame = { filename: '/app/a.js', function: 'pay', lineno: 7, in_app: true };

  it('come out as they went in, and are not copied again', () => {
    const { gate, frames, given } = gateFor(plain);
    expect(frames).toEqual(given);
    expect(framesOf(gate('a'))).toBe(framesOf(gate('b')));
  });

  it('are each event’s own, so that a hook changes no other', () => {
    const { lend, frames } = gateFor(plain);
    for (const event of [lend('a'), lend('a')]) for (const frame of framesOf(event)) frame.filename = 'changed';
    expect([frames[0]?.filename, framesOf(lend('a'))[0]?.filename]).toEqual(['/app/a.js', '/app/a.js']);
  });

  it('bring the lines around a call, each event lists of its own, and read them no more', () => {
    let reads = 0;
    const frame = {
      ...plain,
      get pre_context() {
        reads++;
        return ['const a = 1;', 'const b = "\u4e16";'];
      },
    };
    const { lend } = gateFor(frame);
    const readBefore = reads;
    framesOf(lend('a'))[3]?.pre_context?.push('changed');
    expect(framesOf(lend('a')).map(({ pre_context: lines }) => lines)).toEqual(Array.from({ length: 10 }, () => ['const a = 1;', 'const b = "\u4e16";']));
    expect(reads).toBe(readBefore);
  });

  it('are walked once when something has to be taken out of them, which is told with each event', () => {
    const { gate, told } = gateFor({ filename: '/a.js?token=s3cr3tvalue' });
    const [first, second] = ['a', 'b'].map((value) => ({ frames: framesOf(gate(value)), told: told.length }));
    expect(second?.frames).toBe(first?.frames);
    expect(second?.frames[0]?.filename).toBe('/a.js?token=[Filtered]');
    expect([first?.told, second?.told]).toEqual([10, 20]);
  });

  it('are cut once when they are too long, and said otherwise once when they cannot be JSON', () => {
    const long = gateFor({ filename: 'x'.repeat(200) });
    const odd = gateFor({ ...plain, lineno: Number.NaN });
    expect([framesOf(long.gate('a'))[0]?.filename?.length, framesOf(odd.gate('a'))[0]?.lineno]).toEqual([100, '[NaN]']);
    expect(framesOf(long.gate('b'))).toBe(framesOf(long.gate('c')));
  });

  it('are each event’s own in depth, too', () => {
    const { lend } = gateFor({ ...plain, vars: { a: { b: 1 } } });
    for (const frame of framesOf(lend('a'))) Object.assign(frame.vars ?? {}, { a: 2 });
    expect(framesOf(lend('a'))[0]?.vars).toEqual({ a: { b: 1 } });
  });

  it('count for the room of an event, and are kept whole', () => {
    const { gate, frames } = gateFor(plain, { totalLength: 300 });
    const event = gate('a');
    expect([framesOf(event), event.exception?.values[1]]).toEqual([frames, '...']);
  });
});

describe('what a hook has left alone', () => {
  const event: Event = { event_id: 'e', timestamp: 1, extra: { a: [1, 'two', { c: null }] }, tags: { t: 'one' }, breadcrumbs: { values: [{ message: 'first' }, { message: 'second' }] } };

  /** What the second walk makes of what the hook makes of an event; `gated` is what the first one made. */
  const hooked = (hook: (event: Event) => unknown, change: Partial<GateOptions> = {}) => {
    const options = optionsOf({ memory: createEventMemory(), ...change });
    const told: string[] = [];
    const walk = { onFiltered: (rule: string) => void told.push(rule) };
    const gated = gateEvent(event, options, walk);
    const lent = options.memory?.lend(gated) ?? gated;
    const answer = hook(lent);
    return { gated, lent, told, after: gateEvent({ ...lent, ...Object(answer) }, options, { ...walk, before: gated }) };
  };

  it('is taken from what the gate let through, so that the hook holds nothing that leaves', () => {
    const { gated, lent, after } = hooked(() => ({ tags: { t: 'two' } }));
    expect(after).toEqual({ ...event, tags: { t: 'two' } });
    expect([after.extra === gated.extra, after.breadcrumbs === gated.breadcrumbs]).toEqual([true, true]);
    expect([lent.extra === gated.extra, lent.breadcrumbs?.values[0] === gated.breadcrumbs?.values[0]]).toEqual([false, false]);
  });

  it('is found around what was changed in place', () => {
    const { gated, after } = hooked(({ breadcrumbs }) => {
      const [, second] = breadcrumbs?.values ?? [];
      if (second) second.message = 'password=hunter2abc';
      return {};
    });
    expect(after.breadcrumbs?.values).toEqual([{ message: 'first' }, { message: 'password=[Filtered]' }]);
    expect([after.extra === gated.extra, after.breadcrumbs?.values[0] === gated.breadcrumbs?.values[0]]).toEqual([true, true]);
  });

  it.each<[string, (event: Event) => unknown, unknown]>([
    ['a key more', ({ extra }) => ({ extra: { ...extra, token: 's3cr3t' } }), { a: [1, 'two', { c: null }], token: '[Filtered]' }],
    ['a key less', () => ({ extra: {} }), {}],
    ['an entry more', () => ({ extra: { a: [1, 'two', { c: null }, 4] } }), { a: [1, 'two', { c: null }, 4] }],
    ['an entry less', () => ({ extra: { a: [1, 'two'] } }), { a: [1, 'two'] }],
    ['a list that became an object', () => ({ extra: { a: { 0: 1, 1: 'two', 2: { c: null } } } }), { a: { 0: 1, 1: 'two', 2: { c: null } } }],
    ['a map, which has no keys of its own', () => ({ extra: { a: [1, 'two', new Map([['c', null]])] } }), { a: [1, 'two', { c: null }] }],
    ['something that writes itself', () => ({ extra: { a: { toJSON: () => 'password=hunter2abc' } } }), { a: 'password=[Filtered]' }],
    ['a cycle', ({ extra = {} }) => Object.assign(extra, { self: extra }) && { extra }, { a: [1, 'two', { c: null }], self: '[Circular]' }],
    ['names that every object has', () => ({ extra: { toString: () => 'x', constructor: Object } }), { toString: '[Function: toString]', constructor: '[Function: Object]' }],
  ])('is not %s', (_name, hook, extra) => {
    expect(hooked(hook).after.extra).toEqual(extra);
  });

  it('leads nobody on by saying one thing and then another', () => {
    let reads = 0;
    const liar = { get a() { return reads++ ? ['password=hunter2abc'] : [1, 'two', { c: null }]; } };
    expect(asciiJson(hooked(() => ({ extra: liar })).after)).not.toContain('hunter2');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(hooked(() => ({ extra: { a: proxy } })).after.extra).toEqual({ a: '[Throws]' });
  });

  it('counts for the room of the event', () => {
    const long = 'y'.repeat(90);
    const { after } = hooked(() => ({ user: Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, long])) }), { totalLength: 400 });
    expect(asciiJson(after).length).toBeLessThan(400 + 6 * 90);
    expect(Object.keys(after.user ?? {}).length).toBeLessThan(4);
  });

  it('comes out as without a memory, whatever a hook does', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true });
    const bag = fc.dictionary(fc.string({ maxLength: 6 }), anything, { maxKeys: 4 });
    fc.assert(
      fc.property(bag, bag, fc.array(fc.nat(3), { maxLength: 4 }), (first, second, path) => {
        // Room enough: what is known to be as it was is measured more closely than what is walked.
        const change = { totalLength: 50_000, maxValueLength: 30, normalizeMaxBreadth: 5 };
        const given: Event = { event_id: 'e', timestamp: 1, extra: first, contexts: { c: { first } } };
        const run = (memory: GateOptions['memory']): unknown => {
          const options = optionsOf({ ...change, memory });
          const walk = { onFiltered: () => {} };
          const gated = gateEvent(given, options, walk);
          const lent = memory?.lend(gated) ?? gated;
          // Somewhere inside, something else.
          let at: Record<string, unknown> = { lent };
          for (const step of [0, 1, ...path]) {
            const below = Object.values(at).filter((value) => typeof value === 'object' && value !== null);
            at = (below[step % Math.max(1, below.length)] ?? at) as Record<string, unknown>; // an object, or a list
          }
          // A list takes no length but a number.
          const { length: _length, ...others } = second;
          Object.assign(at, Array.isArray(at) ? others : second);
          return gateEvent({ ...lent, event_id: 'e', timestamp: 1 }, options, { ...walk, before: gated });
        };
        expect(run(createEventMemory())).toEqual(run(undefined));
      }),
      { numRuns: Number(process.env['TOCSIN_RUNS'] ?? 500) },
    );
  });
});

describe('the JSON of an event', () => {
  const frames: StackFrame[] = [{ filename: '/app/a.js', context_line: 'const b = "\u4e16 \\u0000 \0";' }];
  const setup = () => {
    const memory = createEventMemory();
    const shared = memory.parser(() => frames, optionsOf())('');
    const crumb = { message: 'r\u00e9sum\u00e9', data: { list: ['\0', '\u00000'] } };
    memory.keep(crumb);
    return { memory, shared, crumb };
  };

  it('is made around that of what is known', () => {
    const { memory, shared, crumb } = setup();
    const event = { message: 'x', breadcrumbs: { values: [crumb, { message: 'new' }, crumb] }, exception: { values: [{ value: 'a', stacktrace: { frames: shared } }, { value: 'b' }] }, tags: { t: '\u4e16' } };
    let written = 0;
    // What was written once is not written again.
    Object.defineProperty(crumb, 'toJSON', { value: () => (written++, { ...crumb }) });
    const json = memory.write(event);
    expect(written).toBe(0);
    expect(JSON.parse(json)).toEqual(JSON.parse(asciiJson(event)));
    expect(json).toMatch(/^[ -\x7f]*$/);
  });

  it('is right whatever an app has put into the event', () => {
    const odd = fc.oneof(fc.constantFrom('\0', '\u00000', '\u00001"', '"\u00000"', '\\"\u00000', ',"\u00000', '\\u00000', '\u0000-1'), fc.string({ unit: 'binary' }));
    const bag = fc.dictionary(odd, fc.oneof(odd, fc.array(odd), fc.dictionary(odd, odd)));
    fc.assert(
      fc.property(bag, odd, (extra, text) => {
        const { memory, shared, crumb } = setup();
        const event = { extra, message: text, breadcrumbs: { values: [crumb, { message: text }] }, exception: { values: [{ value: text, stacktrace: { frames: shared } }] } };
        const json = memory.write(event);
        expect(JSON.parse(json)).toEqual(JSON.parse(asciiJson(event)));
        expect(json).toMatch(/^[ -\x7f]*$/);
      }),
      { numRuns: Number(process.env['TOCSIN_RUNS'] ?? 500) },
    );
  });
});
