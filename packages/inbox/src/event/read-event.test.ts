import fc from 'fast-check';
import { issueKeyOfEvent } from '@tocsin/core/wire';
import { describe, expect, it } from 'vitest';
import { plainEventId } from '../../test/running-inbox';
import { crashSiteOf, culpritOf, titleOf } from './headline';
import type { LooseRecord } from './loose';
import { readEvent } from './read-event';
import { weightOf } from './weight';

const frame = { eventId: plainEventId(7), timestamp: 1_700_000_000 };
const read = (raw: LooseRecord) => readEvent(raw, frame);

describe('reading an event from a stranger', () => {
  it('keeps what is as it should be', () => {
    const event = {
      platform: 'node',
      level: 'warning',
      release: 'a@1',
      environment: 'test',
      transaction: 'GET /',
      tags: { a: 'b' },
      user: { id: '1', plan: 'gold' },
      contexts: { runtime: { name: 'node' } },
      extra: { deep: [1, { x: null }] },
      breadcrumbs: { values: [{ timestamp: 1, category: 'http', message: 'm', data: { a: 1 } }] },
      exception: { values: [{ type: 'E', value: 'v', stacktrace: { frames: [{ filename: 'f.js', function: 'g', lineno: 1, in_app: true }] } }] },
    };
    expect(read(event)).toEqual({ ...event, event_id: frame.eventId, timestamp: frame.timestamp });
  });

  it('takes id and time from the envelope, not from the body', () => {
    expect(read({ event_id: 'x', timestamp: 5 })).toMatchObject({ event_id: frame.eventId, timestamp: frame.timestamp });
  });

  it.each([
    ['numbers where text is meant', { release: 7, environment: 1, platform: 3 }, { release: '7', environment: '1', platform: '3' }],
    ['null anywhere', { release: null, tags: null, exception: null, user: null, contexts: { a: null }, breadcrumbs: { values: null } }, {}],
    ['blank text', { release: '  ', transaction: '' }, {}],
    ['a level nobody knows', { level: 'catastrophe' }, { level: 'error' }],
    ['exceptions as a list', { exception: [{ type: 'E' }] }, { exception: { values: [{ type: 'E' }] } }],
    ['one exception alone', { exception: { type: 'E', value: 'v' } }, { exception: { values: [{ type: 'E', value: 'v' }] } }],
    ['an exception that says nothing', { exception: { values: [{}, null, 3] } }, {}],
    ['a number as message of an error', { exception: { values: [{ type: 'E', value: 404 }] } }, { exception: { values: [{ type: 'E', value: '404' }] } }],
    ['tags as pairs', { tags: [['a', 1], ['b', true], [null, 'x'], 'c'] }, { tags: { a: '1', b: 'true' } }],
    ['tags as objects', { tags: [{ key: 'a', value: 'b' }, {}] }, { tags: { a: 'b' } }],
    ['headers with lists', { request: { headers: { a: ['1', '2'], b: 'c' } } }, { request: { headers: { a: '1, 2', b: 'c' } } }],
    ['headers as pairs', { request: { headers: [['a', 'b']] } }, { request: { headers: { a: 'b' } } }],
    ['a query as pairs', { request: { query_string: [['a', 'b c'], ['d', '']] } }, { request: { query_string: 'a=b+c' } }],
    ['cookies as text', { request: { cookies: 'a=1; b=2' } }, { request: { cookies: { a: '1', b: '2' } } }],
    ['a number as user id', { user: { id: 12, plan: { a: 1 } } }, { user: { id: '12', plan: { a: 1 } } }],
    ['message as object', { message: { message: 'a %s', formatted: 'a b', params: ['b'] } }, { logentry: { message: 'a %s', formatted: 'a b', params: ['b'] } }],
    ['breadcrumbs as a list with times as text', { breadcrumbs: [{ timestamp: '2026-01-01T00:00:00', message: 1 }] }, { breadcrumbs: { values: [{ timestamp: 1_767_225_600, message: '1' }] } }],
    ['fingerprint parts of all kinds', { fingerprint: ['a', 1.9, true, null, {}] }, { fingerprint: ['a', '1', 'True'] }],
    ['an empty fingerprint', { fingerprint: [] }, {}],
    ['line numbers as text', { exception: [{ type: 'E', stacktrace: { frames: [{ lineno: '12', colno: 1.5, in_app: 'yes' }] } }] }, { exception: { values: [{ type: 'E', stacktrace: { frames: [{ lineno: 12 }] } }] } }],
    ['frames: null', { exception: [{ type: 'E', stacktrace: { frames: null } }] }, { exception: { values: [{ type: 'E' }] } }],
  ])('understands %s', (_, raw, wanted) => {
    const { event_id: _id, timestamp: _at, ...rest } = read(raw);
    expect(rest).toEqual({ level: 'error', ...wanted });
  });

  const odd = fc.jsonValue({ maxDepth: 4 });
  const shapes = fc.record(
    Object.fromEntries(
      ['message', 'logentry', 'level', 'release', 'tags', 'user', 'request', 'contexts', 'extra', 'fingerprint', 'breadcrumbs', 'modules', 'sdk', 'transaction'].map((key) => [key, odd]),
    ),
    { requiredKeys: [] },
  );
  const exceptions = fc.oneof(odd, fc.record({ values: fc.array(fc.record({ type: odd, value: odd, stacktrace: fc.record({ frames: fc.oneof(odd, fc.array(fc.record({ filename: odd, function: odd, in_app: odd, lineno: odd }))) }), mechanism: odd })) }));

  it('never throws, whatever the types, and always finds a title, a weight and a key', () => {
    fc.assert(
      fc.property(shapes, exceptions, (raw, exception) => {
        const event = read({ ...raw, exception });
        expect(titleOf(event).length).toBeGreaterThan(0);
        expect(Array.from(titleOf(event)).length).toBeLessThanOrEqual(300);
        expect(weightOf(event)).toBeGreaterThanOrEqual(1);
        expect(typeof issueKeyOfEvent(event)).toBe('string');
        expect(['string', 'undefined']).toContain(typeof culpritOf(event));
        expect(typeof crashSiteOf(event)).toBe('object');
      }),
      { numRuns: 500 },
    );
  });
});
