import { describe, expect, it } from 'vitest';
import { plainEventId } from '../../test/running-inbox';
import { crashSiteOf, culpritOf, messageOf, titleOf } from './headline';
import type { LooseRecord } from './loose';
import { readEvent } from './read-event';

const read = (raw: LooseRecord) => readEvent(raw, { eventId: plainEventId(1), timestamp: 0 });

describe('the headline of an event', () => {
  it.each([
    ['type and first line', { exception: [{ type: 'TypeError', value: '\n  x is not a function\n  at y' }] }, 'TypeError: x is not a function'],
    ['type alone', { exception: [{ type: 'TypeError' }] }, 'TypeError'],
    ['message alone', { exception: [{ value: 'broken' }] }, 'broken'],
    ['the error that was thrown, not its cause', { exception: [{ type: 'Cause', value: 'c' }, { type: 'Thrown', value: 't' }] }, 'Thrown: t'],
    ['the finished text of a message', { logentry: { message: 'stock of %s is low', formatted: 'stock of A is low' } }, 'stock of A is low'],
    ['a template with gaps, when there is nothing else', { logentry: { message: 'stock of %s is %(level)s: %d of 100%', params: ['A', 'low', 3] } }, 'stock of … is …: … of 100%'],
    ['the action of an audit record', { logger: 'audit', logentry: { message: 'order.cancel by %s', formatted: 'order.cancel by bob' }, contexts: { audit: { action: 'order.cancel' } } }, 'order.cancel'],
    ['the action of an audit record that has it as a tag only', { logger: 'audit', logentry: { message: 'order.cancel by %s' }, tags: { 'audit.action': 'order.cancel' } }, 'order.cancel'],
    ['the action of an audit record with the sorts that it is grouped by', { logger: 'audit', contexts: { audit: { action: 'order.cancel', actor: { type: 'support', id: 'bob' }, target: [{ type: 'order', id: '7' }, { type: 'user', id: 'c' }] } } }, 'order.cancel by support on order'],
    ['the action of an audit record, whatever else stands in it', { logger: 'audit', contexts: { audit: { action: 'order.cancel', actor: 7, target: [null, 'x'] } } }, 'order.cancel'],
    ['the text of a message whose logger is called audit, too', { logger: 'audit', message: 'started' }, 'started'],
    ['a plain message', { message: 'hello' }, 'hello'],
    ['nothing at all', {}, '(no message)'],
    ['no terminal colours', { message: '\u001b[31mred\u001b[0m alert\u0007' }, 'red alert'],
    ['a stack without words', { exception: [{ stacktrace: { frames: [{ filename: 'a.js' }] } }] }, '(no message)'],
  ])('is %s', (_, raw, title) => {
    expect(titleOf(read(raw))).toBe(title);
  });

  it('is cut without cutting an emoji in half', () => {
    const title = titleOf(read({ message: '🛎'.repeat(500) }));
    expect(Array.from(title)).toHaveLength(300);
    expect(title.endsWith('🛎…')).toBe(true);
  });

  it('names the route when the sender did, else the crashing call', () => {
    const exception = [{ type: 'E', stacktrace: { frames: [{ filename: 'a.js', function: 'f', in_app: true, lineno: 3 }, { filename: 'lib.js', function: 'g', in_app: false, lineno: 9 }] } }];
    expect(culpritOf(read({ exception, transaction: 'GET /cart' }))).toBe('GET /cart');
    expect(culpritOf(read({ exception }))).toBe('f in a.js');
    expect(crashSiteOf(read({ exception }))).toEqual({ file: 'a.js', line: 3, function: 'f' });
    expect(culpritOf(read({ exception: [{ type: 'E', stacktrace: { frames: [{ filename: 'a.js', function: '?' }] } }] }))).toBe('a.js');
    expect(culpritOf(read({ message: 'm' }))).toBeUndefined();
    expect(crashSiteOf(read({ message: 'm' }))).toEqual({});
  });

  it('says a message with its parameters filled in', () => {
    expect(messageOf(read({ logentry: { message: 'a %s', formatted: 'a b' } }))).toBe('a b');
    expect(messageOf(read({ logentry: { message: 'a %s' } }))).toBe('a %s');
    expect(messageOf(read({ message: 'plain' }))).toBe('plain');
  });
});
