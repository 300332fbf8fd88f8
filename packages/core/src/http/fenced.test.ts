import type { Diagnostic } from '../base/diagnostics';
import { fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initClient } from '../client/init-client';
import { close } from '../client/lifecycle';
import { fenced, proceedOnce } from './fenced';

const fail = (): never => {
  throw new Error('ours');
};

describe('a middleware of ours', () => {
  let reported: readonly Diagnostic[];
  let calls: number;
  const next = (): void => {
    calls += 1;
  };
  beforeEach(() => {
    const runtime = fakeRuntime();
    initClient({ dsn: 'https://k@example.com/1' }, runtime);
    ({ reported } = runtime);
    calls = 0;
  });
  afterEach(() => close());

  it('lets the request go on, once', () => {
    proceedOnce(next, (proceed) => proceed());
    expect(calls).toBe(1);
    expect(reported).toEqual([]);
  });

  it('lets the request go on when it fails, and says so', () => {
    proceedOnce(next, fail);
    expect(calls).toBe(1);
    expect(reported).toMatchObject([{ code: 'T2003' }]);
  });

  it('leaves failures behind it to the app', () => {
    const behind = (): never => {
      next();
      throw new Error('theirs');
    };
    expect(() => proceedOnce(behind, (proceed) => proceed())).toThrow('theirs');
    expect(calls).toBe(1);
    expect(reported).toEqual([]);
  });

  it('answers with the fallback when a part of it fails', () => {
    expect(fenced('else', fail)).toBe('else');
    expect(fenced('else', () => 'fine')).toBe('fine');
  });

  it('works without a client', async () => {
    await close();
    proceedOnce(next, fail);
    expect(calls).toBe(1);
  });
});
