import { fakeRuntime, settle } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import { noLaterThan } from './no-later-than';

const observe = (promise: Promise<void>): { readonly done: () => boolean } => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  return { done: () => done };
};

describe('waiting no later than a given time', () => {
  it('ends with the work when that is sooner, and leaves no timer behind', async () => {
    const runtime = fakeRuntime();
    const waiting = observe(noLaterThan(Promise.resolve(), 50, runtime));
    await settle();
    expect(waiting.done()).toBe(true);
    expect(runtime.timers()).toBe(0);
  });

  it('ends with the time when the work takes longer', async () => {
    const runtime = fakeRuntime();
    const waiting = observe(noLaterThan(new Promise(() => undefined), 50, runtime));
    await runtime.advance(49);
    expect(waiting.done()).toBe(false);
    await runtime.advance(1);
    expect(waiting.done()).toBe(true);
  });
});
