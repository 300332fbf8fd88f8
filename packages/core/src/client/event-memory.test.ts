import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Event } from '../event/event';
import { captureException } from './capture';
import type { ClientOptions } from './client';
import { initClient } from './init-client';
import { close, stats } from './lifecycle';
import type { Runtime } from './runtime';
import { addBreadcrumb } from './scopes';

let runtime: FakeRuntime;

const start = (options: ClientOptions = {}, change: Partial<Runtime> = {}): void => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, ...options }, { ...runtime, ...change });
};

/** Errors of one place, so that they share a stack. */
const captureTwo = async (): Promise<readonly Event[]> => {
  for (const at of [1, 2]) captureException(new Error(`no. ${at}`));
  await settle();
  return runtime.server.events();
};

const framesOf = (event: Event | undefined) => event?.exception?.values[0]?.stacktrace?.frames ?? [];

afterEach(() => close(0));

describe.each<readonly [string, Partial<Runtime>]>([
  ['with a memory', {}],
  ['without a memory', { createMemory: undefined }],
])('what hooks change in what events share, %s', (_name, change) => {
  it('is scrubbed, and seen in no other event', async () => {
    let hooked = 0;
    const beforeSend = (event: Event): Event => {
      if (hooked++ > 0) return event;
      const [frame] = framesOf(event);
      if (frame) frame.vars = { password: 'hunter2', note: 'token=s3cr3tvalue' };
      const [crumb] = event.breadcrumbs?.values ?? [];
      if (crumb) crumb.data = { password: 'hunter2', kept: 1 };
      return event;
    };
    start({ beforeSend }, change);
    addBreadcrumb({ message: 'first', data: { as: 'added' } });
    addBreadcrumb({ message: 'second' });
    const [first, second] = await captureTwo();
    expect([framesOf(first)[0]?.vars, first?.breadcrumbs?.values[0]?.data]).toEqual([{ password: '[Filtered]', note: 'token=[Filtered]' }, { password: '[Filtered]', kept: 1 }]);
    expect([framesOf(second)[0]?.vars, second?.breadcrumbs?.values[0]?.data]).toEqual([undefined, { as: 'added' }]);
    expect([first?.breadcrumbs?.values[1]?.message, framesOf(first).slice(1)]).toEqual(['second', framesOf(second).slice(1)]);
    expect(stats().error?.scrubbed).toEqual({ key: 2, pair: 1 });
  });

  it('does not matter once the hook has answered', async () => {
    const seen: Event[] = [];
    start({ beforeSend: (event) => (seen.push(event), event) }, change);
    addBreadcrumb({ message: 'first' });
    captureException(new Error('one'));
    const [event] = seen;
    for (const frame of framesOf(event)) frame.filename = 'hunter2';
    for (const crumb of event?.breadcrumbs?.values ?? []) crumb.message = 'hunter2';
    captureException(new Error('two'));
    await settle();
    expect(JSON.stringify(runtime.server.events())).not.toContain('hunter2');
  });
});

it('an event comes out the same with a memory and without', async () => {
  const error = new Error('one');
  const eventOf = async (change: Partial<Runtime>): Promise<Event> => {
    start({ beforeSend: (given) => ({ ...given, tags: { ...given.tags, more: 'yes' } }) }, change);
    addBreadcrumb({ message: 'a', data: { list: [1, { b: null }], password: 'hunter2' } });
    captureException(error);
    await settle();
    const [event] = runtime.server.events();
    await close(0);
    // Ids are drawn.
    return { ...event, event_id: '', timestamp: 0, tags: { ...event?.tags, error_hash: '' }, contexts: { ...event?.contexts, trace: {} } };
  };
  const known = await eventOf({});
  expect(framesOf(known).length).toBeGreaterThan(3);
  expect(known).toEqual(await eventOf({ createMemory: undefined }));
});
