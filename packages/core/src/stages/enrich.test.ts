import { fakeRuntime, settle } from '@tocsin/kit';
import { expect, it } from 'vitest';
import { createClient } from '../client/create-client';
import { exceptionOccurrence } from '../event/occurrence';
import { Scope } from '../scope/scope';

it.each(['contexts', 'extra', 'breadcrumbs', 'tags'])('%s that fill an event up cost it neither its exception nor its place', async (bag) => {
  const runtime = fakeRuntime();
  const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1.2.3' }, { ...runtime, constant: () => ({ server_name: 'test', contexts: { runtime: { name: 'node' } } }) });
  const scope = new Scope();
  const long = 'text '.repeat(1600);
  for (let index = 0; index < 60; index++) {
    if (bag === 'contexts') scope.setContext(`c${index}`, { long });
    else if (bag === 'extra') scope.setExtra(`e${index}`, long);
    else if (bag === 'tags') scope.setTag(`t${index}`, long);
    else scope.addBreadcrumb({ message: long });
  }
  client.capture(exceptionOccurrence(new Error('boom'), { mechanism: { type: 'generic' }, level: 'error' }), {}, scope.getScopeData());
  await settle();
  expect(runtime.server.events()).toMatchObject([{ level: 'error', release: 'shop@1.2.3', exception: { values: [{ type: 'Error', value: 'boom' }] } }]);
});
