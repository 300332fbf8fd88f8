import { fakeRuntime } from '@tocsin/kit';
import { afterEach, expect, it } from 'vitest';
import { captureEvent, captureException, captureMessage } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { close, flush } from '../client/lifecycle';
import { withScope } from '../client/scopes';
import type { Event, Level } from '../event/event';
import { postpone } from './postpone';

afterEach(() => close(0));

/** What arrives, and what was said, on a platform that has time for it. */
const after = async (capture: () => unknown, options: ClientOptions = {}): Promise<{ readonly levels: readonly unknown[]; readonly told: readonly string[] }> => {
  const runtime = fakeRuntime();
  initClient({ dsn: 'https://k@example.com/1', ...options }, { ...runtime, postpone });
  capture();
  await flush();
  return { levels: runtime.server.events().map(({ level }) => level), told: runtime.reported.map(({ code, detail }) => `${code} ${detail}`) };
};

const line = 'T1012 The level of an event must be fatal, error, warning, info or debug';
// JavaScript callers, and other SDKs: the types forbid it.
const wrong = (level: unknown): Level => level as Level;
const ways: readonly (readonly [string, ClientOptions])[] = [
  ['without hooks', {}],
  ['before hooks', { beforeSend: (event) => event }],
];

it.each(ways)('%s, words of other SDKs and of loggers become those that servers know', async (_way, options) => {
  const capture = (): void => {
    for (const level of ['log', 'warn', 'critical', 'Warning', 'bad', 7, { a: 1 }]) captureMessage(`a ${JSON.stringify(level)}`, { level: wrong(level) });
  };
  expect(await after(capture, options)).toEqual({ levels: ['info', 'warning', 'fatal', 'warning', 'error', 'error', 'error'], told: [line] });
});

it.each(ways)('%s, it is the same whoever gives it', async (_way, options) => {
  const capture = (): void => {
    captureMessage('a', wrong('log'));
    captureException(new Error('b'), { level: wrong('log') });
    captureEvent({ message: 'c', level: wrong('log') });
    withScope((scope) => captureMessage('d', scope.setLevel(wrong('log')) && 'error'));
  };
  expect(await after(capture, options)).toEqual({ levels: ['info', 'info', 'info', 'info'], told: [] });
});

it('hooks see the right one, and may do no harm', async () => {
  const seen: unknown[] = [];
  const beforeSend = (event: Event): Event => {
    seen.push(event.level);
    return { ...event, level: wrong('critical') };
  };
  expect(await after(() => captureMessage('a', wrong('log')), { beforeSend })).toEqual({ levels: ['fatal'], told: [line] });
  expect(seen).toEqual(['info']);
});

it('says nothing of what is right, or absent', async () => {
  const capture = (): void => {
    for (const level of ['fatal', 'error', 'warning', 'info', 'debug'] as const) captureMessage(level, level);
    captureEvent({ message: 'none' });
  };
  expect(await after(capture)).toEqual({ levels: ['fatal', 'error', 'warning', 'info', 'debug', undefined], told: [] });
});
