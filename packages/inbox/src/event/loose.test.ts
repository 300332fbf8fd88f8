import { describe, expect, it } from 'vitest';
import { normaliseEventId } from './event-id';
import { looseInteger, looseSeconds } from './loose';
import { plainText } from './plain-text';
import { weightOf } from './weight';

describe('loose values', () => {
  it.each([
    [1_700_000_000.5, 1_700_000_000.5],
    ['1700000000', 1_700_000_000],
    ['2026-11-22T12:00:00Z', 1_795_348_800],
    ['2026-11-22T12:00:00', 1_795_348_800],
    ['2026-11-22T13:00:00+01:00', 1_795_348_800],
    ['2026-11-22T12:00:00.250Z', 1_795_348_800.25],
    ['yesterday', undefined],
    ['', undefined],
    [null, undefined],
    [Number.NaN, undefined],
    [{}, undefined],
  ])('reads %j as a time in seconds', (value, seconds) => {
    expect(looseSeconds(value)).toBe(seconds);
  });

  it.each([[12, 12], ['12', 12], [1.5, undefined], ['', undefined], ['x', undefined], [true, undefined], [1e300, undefined]])('reads %j as a whole number', (value, number) => {
    expect(looseInteger(value)).toBe(number);
  });

  it.each([
    ['E12D836B15BB49D7BBF99E64295D995B', 'e12d836b15bb49d7bbf99e64295d995b'],
    ['e12d836b-15bb-49d7-bbf9-9e64295d995b', 'e12d836b15bb49d7bbf99e64295d995b'],
    [' e12d836b15bb49d7bbf99e64295d995b\n', 'e12d836b15bb49d7bbf99e64295d995b'],
    ['e12d836b15bb-49d7-bbf9-9e64295d995b', undefined],
    ['0'.repeat(32), undefined],
    ['g'.repeat(32), undefined],
    ['abc', undefined],
    [12, undefined],
  ])('reads %j as an event id', (value, id) => {
    expect(normaliseEventId(value)).toBe(id);
  });

  it.each([
    [undefined, 1],
    [0, 1],
    [41, 42],
    [-1, 1],
    [1.5, 1],
    ['41', 1],
    [1e300, 1],
  ])('counts an event with flood.suppressed = %j', (suppressed, weight) => {
    expect(weightOf({ event_id: '', timestamp: 0, contexts: { flood: { suppressed } } })).toBe(weight);
  });

  it('leaves tabs and line feeds in text, but no escapes', () => {
    expect(plainText('a\tb\nc\u001b[1;31md\u001b[0m\u0000\u009b')).toBe('a\tb\ncd');
  });
});
