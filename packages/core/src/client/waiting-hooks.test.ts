import { closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { captureException } from './capture';
import { initClient } from './init-client';
import { stats } from './lifecycle';

const runtime = fakeRuntime();

afterEach(() => closeOn(runtime));

describe('hooks that do not end', () => {
  it('cost no more than 2,500 events of memory, and the oldest, counted', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => { release = resolve; });
    initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', flood: false, beforeSend: (event) => gate.then(() => event) }, runtime);
    for (let at = 0; at < 2510; at++) captureException(new Error('x'));
    expect(stats().error).toMatchObject({ pending: 2500, dropped: { hook_unfinished: 10 } });
    release();
    await settle();
    expect(stats().error).toMatchObject({ captured: 2510, dropped: { hook_unfinished: 10 } });
  });
});
