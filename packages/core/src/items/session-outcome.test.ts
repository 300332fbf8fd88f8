import { describe, expect, it } from 'vitest';
import { eventOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import { sessionOutcome } from './session-outcome';

/** As apps in JavaScript may build it. */
const outcomeOf = (event: object): ReturnType<typeof sessionOutcome> => sessionOutcome({ occurrence: eventOccurrence(event), hint: {}, scope: emptyScopeData });

describe('sessionOutcome', () => {
  it.each([
    ['an exception', { exception: { values: [{ type: 'Error' }] } }, 'errored'],
    ['one that nobody handled', { exception: { values: [{ type: 'Error', mechanism: { type: 'x', handled: false } }] } }, 'crashed'],
    ['the stack of a message', { logentry: { message: 'x' }, exception: { values: [{ value: 'x' }] } }, undefined],
    ['an event of level error', { level: 'error' }, 'errored'],
    ['a message of level error', { level: 'error', message: 'x' }, undefined],
    ['an event without a level', {}, undefined],
    ['a hole among the exceptions', { exception: { values: [null, { type: 'Error' }] } }, 'errored'],
    ['a hole before one that nobody handled', { exception: { values: [undefined, { mechanism: { type: 'x', handled: false } }] } }, 'crashed'],
    ['an event of level error whose exceptions are no list', { level: 'error', exception: { values: 'none' } }, 'errored'],
  ])('of %s', (_name, event, outcome) => {
    expect(outcomeOf(event)).toBe(outcome);
  });
});
