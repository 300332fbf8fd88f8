import { describe, expect, it } from 'vitest';
import { eventOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import { errorWeight } from './error-weight';

/** As apps in JavaScript may build it. */
const weightOf = (event: object): ReturnType<typeof errorWeight> => errorWeight({ occurrence: eventOccurrence(event), hint: {}, scope: emptyScopeData });

describe('errorWeight', () => {
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
  ])('of %s', (_name, event, weight) => {
    expect(weightOf(event)).toBe(weight);
  });
});
