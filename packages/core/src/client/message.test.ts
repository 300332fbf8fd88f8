import { fakeRuntime, settle } from '@tocsin/kit';
import { expect, it } from 'vitest';
import { parameterize } from '../event/parameterize';
import type { ClientOptions } from './client';
import { captureMessage } from './capture';
import { initClient } from './init-client';

const start = (options: ClientOptions) => {
  const runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
  return () => runtime.server.events();
};

it('hooks find the text of a message where the field has it, and what they write there is sent', async () => {
  const events = start({ beforeSend: (event) => (event.message?.includes('low') ? { ...event, message: 'changed' } : null) });
  captureMessage('stock is low');
  captureMessage('stock is high');
  await settle();
  expect(events()).toMatchObject([{ message: 'changed' }]);
});

it('a message stands in one place alone, so that no hook changes one and leaves the other', async () => {
  const events = start({});
  captureMessage('stock is low');
  captureMessage(parameterize`stock of ${'lamps'} is low`);
  await settle();
  expect(events().map(({ message, logentry }) => [message, logentry])).toEqual([
    ['stock is low', undefined],
    [undefined, { message: 'stock of %s is low', formatted: 'stock of lamps is low', params: ['lamps'] }],
  ]);
});

it('a message whose parts cannot be read is captured without them', async () => {
  const events = start({});
  const fail = (): never => {
    throw new Error('trap');
  };
  const hostile = [
    { template: 'a %s', params: new Proxy<unknown[]>([1], { get: fail }), toString: () => 'a 1' },
    { template: 'b %s', params: [1], toString: fail },
  ];
  for (const one of hostile) captureMessage(one as unknown as string);
  await settle();
  expect(events().map(({ message, logentry }) => message ?? logentry)).toEqual(['a 1', { message: 'b %s', formatted: 'b %s', params: ['[Filtered]'] }]);
});
