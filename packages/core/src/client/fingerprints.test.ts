import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureEvent, captureException, captureMessage } from './capture';
import { initClient } from './init-client';
import { close, stats } from './lifecycle';
import { getGlobalScope, getIsolationScope, withScope } from './scopes';

let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, flood: { burst: 1, perSecond: 0.001 } }, runtime);
});
afterEach(() => close(0));

const sent = async () => {
  await settle();
  return runtime.server.events().map(({ fingerprint }) => fingerprint);
};

describe('the fingerprint of an event', () => {
  it('is the nearest one alone, and its parts keep their order', async () => {
    getGlobalScope().setFingerprint(['global']);
    captureMessage('1');
    getIsolationScope().setFingerprint(['isolation', 'b', 'a']);
    captureMessage('2');
    withScope((scope) => {
      scope.setFingerprint(['current', 'a', 'b']);
      captureMessage('3');
      captureException(new Error('4'), { fingerprint: ['capture', '{{ default }}'] });
      captureEvent({ message: '5', fingerprint: ['event'] });
      captureEvent({ message: '6' });
    });
    expect(await sent()).toEqual([['global'], ['isolation', 'b', 'a'], ['current', 'a', 'b'], ['capture', '{{ default }}'], ['event']]);
    // The sixth has the fingerprint of the third.
    expect(stats().error).toMatchObject({ captured: 6, sent: 5, folded: 1 });
  });

  it('decides what is one issue in a flood by the order of its parts, and by nothing else', async () => {
    for (const fingerprint of [['a', 'b'], ['b', 'a'], ['a', 'b'], ['a'], ['b', 'a']]) {
      captureException(new TypeError('unlike the others '.repeat(fingerprint.length)), { fingerprint });
    }
    expect(await sent()).toEqual([['a', 'b'], ['b', 'a'], ['a']]);
    expect(stats().error).toMatchObject({ captured: 5, sent: 3, folded: 2 });
  });

  it('that holds the usual key tells failures apart as well', async () => {
    const capture = (type: string): void => void captureException(Object.assign(new Error('x'), { name: type }), { fingerprint: ['{{ default }}', 'tenant'] });
    ['A', 'B', 'A'].forEach(capture);
    expect((await sent()).length).toBe(2);
  });

  it('may be changed by a hook, which comes too late for the flood', async () => {
    getIsolationScope().addEventProcessor((event) => ({ ...event, fingerprint: ['by hook', ...(event.fingerprint ?? [])] }));
    captureMessage('x', { fingerprint: ['mine'] });
    expect(await sent()).toEqual([['by hook', 'mine']]);
  });
});
