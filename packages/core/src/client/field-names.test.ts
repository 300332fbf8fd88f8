import { fakeRuntime, settle } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import { logger } from '../items/logger';
import { captureMessage } from './capture';
import { initClient } from './init-client';
import { addIntegration, close, flush, getClient } from './lifecycle';
import { getCurrentScope, withScope } from './scopes';

// Ways of calling that the field's users know beside the plain one.

const start = () => {
  const runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);
  return runtime;
};

afterEach(async () => void (await close(0)));

describe('as the field calls it', () => {
  it('withScope takes a scope to run with, and leaves the current one as it was', async () => {
    const runtime = start();
    const prepared = getCurrentScope().clone().setTag('job', 'nightly');
    expect(withScope(prepared, (scope) => (captureMessage('in it'), scope === prepared && scope === getCurrentScope()))).toBe(true);
    expect(withScope(undefined, (scope) => scope === prepared)).toBe(false);
    captureMessage('after it');
    await settle();
    expect(runtime.server.received.map(({ event }) => event?.tags?.['job'])).toEqual(['nightly', undefined]);
  });

  it('calls setupOnce of an integration that has it, before setup', () => {
    start();
    const calls: string[] = [];
    addIntegration({ name: 'Old', setupOnce: () => void calls.push('once'), setup: () => void calls.push('setup') });
    expect(calls).toEqual(['once', 'setup']);
    expect(getClient()?.getIntegrationByName<{ readonly name: 'Old' }>('Old')?.name).toBe('Old');
  });

  it.each([
    ['order %s is %d days late', ['A1', 3], 'order A1 is 3 days late'],
    ['%s of 100 %%', [7], '7 of 100 %'],
    ['%s and %s', ['one'], 'one and %s'],
    ['nothing', [], 'nothing'],
  ])('logger fills "%s" in', async (template, params, expected) => {
    const runtime = start();
    logger.info(template, params, { own: 1 });
    await flush(10);
    const [{ items: [log] }] = runtime.server.items('log') as [{ items: [{ body: string; attributes: Record<string, { value: unknown }> }] }];
    expect(log.body).toBe(expected);
    expect(log.attributes['own']?.value).toBe(1);
    expect(log.attributes['sentry.message.template']?.value).toBe(params.length > 0 ? template : undefined);
  });
});
