import type { Diagnostic } from '@tocsin/core';
import { createClient } from '@tocsin/core/platform';
import { fakeRuntime } from '@tocsin/kit';
import { expect, it } from 'vitest';
import { nameUnknownOptions } from './unknown-options';

const told = (options: object, debug = false): readonly (string | undefined)[] => {
  const runtime = fakeRuntime();
  const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', debug }, runtime);
  nameUnknownOptions(options, client);
  return runtime.reported.map(({ detail }: Diagnostic) => detail);
};

it.each([
  ['sampelRate', 'sampleRate'],
  ['samplerate', 'sampleRate'],
  ['DSN', 'dsn'],
  ['enviroment', 'environment'],
  ['maxBreadcrumb', 'maxBreadcrumbs'],
  ['beforesend', 'beforeSend'],
  ['sendDefaultPII', 'sendDefaultPii'],
  ['intergrations', 'integrations'],
  ['shutdownTimout', 'shutdownTimeout'],
])('%s is a slip for %s, and said', (name, meant) => {
  expect(told({ [name]: 1 })).toEqual([`${name} is not known, but ${meant} is`]);
});

it.each(['tracesSampleRate', 'profilesSampleRate', 'beforeSendTransaction', 'beforeSendSpan', 'autoSessionTracking', 'stackParser', 'tags', 'user', 'host', 'key', 'log', '_experiments'])('%s may be of another SDK: said with debug only', (name) => {
  expect(told({ [name]: 1 })).toEqual([]);
  expect(told({ [name]: 1 }, true)).toEqual([`${name} is not known`]);
});

it('says nothing of what is known, given or not', () => {
  expect(told({ dsn: 'x', sampleRate: undefined, flood: false, spotlight: true, serverName: 'a' }, true)).toEqual([]);
});

it('takes no time over a name without end', () => {
  expect(told({ ['x'.repeat(1e6)]: 1 })).toEqual([]);
});
