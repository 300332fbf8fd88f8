import { barelyPromise, closeOn, fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { audit } from '../audit/audit';
import type { Event } from '../event/event';
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

describe('a hook that answers with what is barely a promise', () => {
  type Take = (event: Event) => void;
  const start = (then: (event: Event, take: Take) => unknown): void => {
    initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', beforeSend: (event) => barelyPromise<Event>((take) => then(event, take)) }, runtime);
  };

  it.each<[how: string, then: (event: Event, take: Take) => unknown]>([
    ['says nothing', (event, take) => void take(event)],
    ['calls back twice', (event, take) => [take(event), take(event)]],
    ['calls back, then throws', (event, take) => {
      take(event);
      throw new Error('late');
    }],
  ])('whose `then` %s: the event goes out, once', async (_how, then) => {
    start(then);
    captureException(new Error('x'));
    await settle();
    await settle();
    expect(stats().error).toMatchObject({ captured: 1, sent: 1, pending: 0, dropped: {} });
  });

  it('whose `then` throws drops the event, as a hook that throws does, and no audit', async () => {
    start(() => {
      throw new Error('no');
    });
    captureException(new Error('x'));
    void audit('user.delete', { anonymous: true });
    await settle();
    await settle();
    expect(stats().error).toMatchObject({ captured: 2, sent: 1, pending: 0, dropped: { before_send: 1 } });
    expect(runtime.reported.map(({ code, detail }) => [code, detail])).toContainEqual(['T2001', 'beforeSend threw']);
  });
});
