import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureException } from '../client/capture';
import type { ClientOptions } from '../client/client';
import { initClient } from '../client/init-client';
import { flush } from '../client/lifecycle';
import { setContext, withIsolationScope } from '../client/scopes';
import { addFeatureFlag, featureFlagsIntegration } from './feature-flags';

let runtime: FakeRuntime;
const start = (options: ClientOptions = {}) => initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
/** Flags of the next event. */
const flagsOfAnEvent = async () => {
  captureException(new Error('x'));
  await flush();
  return runtime.server.events().at(-1)?.contexts?.['flags'];
};

beforeEach(() => {
  runtime = fakeRuntime();
});

afterEach(() => closeOn(runtime));

describe('feature flags', () => {
  it('stand on the events that follow, the newest result of each, in order', async () => {
    start();
    addFeatureFlag('a', true);
    addFeatureFlag('b', false);
    addFeatureFlag('a', false);
    expect(await flagsOfAnEvent()).toEqual({ values: [{ flag: 'b', result: false }, { flag: 'a', result: false }] });
  });

  it('are kept for one request', async () => {
    start();
    addFeatureFlag('outside', true);
    withIsolationScope(() => addFeatureFlag('inside', true));
    expect(await flagsOfAnEvent()).toEqual({ values: [{ flag: 'outside', result: true }] });
  });

  it('are bounded to the newest hundred', async () => {
    start();
    for (let n = 0; n < 150; n++) addFeatureFlag(`flag ${n}`, true);
    const { values } = (await flagsOfAnEvent()) as { values: unknown[] };
    expect(values).toHaveLength(100);
    expect(values.at(0)).toEqual({ flag: 'flag 50', result: true });
    expect(values.at(-1)).toEqual({ flag: 'flag 149', result: true });
  });

  it('are on or off; anything else is left out, and nothing throws', async () => {
    start();
    setContext('flags', { values: 'somebody else’s' });
    addFeatureFlag('variant', 'blue' as unknown as boolean);
    addFeatureFlag({} as unknown as string, true);
    addFeatureFlag('on', true);
    expect(await flagsOfAnEvent()).toEqual({ values: [{ flag: '{}', result: true }, { flag: 'on', result: true }] });
  });

  it('can be told through the integration of the field', async () => {
    const flags = featureFlagsIntegration();
    start({ integrations: [flags] });
    expect(flags.name).toBe('FeatureFlags');
    flags.addFeatureFlag('a', true);
    expect(await flagsOfAnEvent()).toEqual({ values: [{ flag: 'a', result: true }] });
  });

  it('that were evaluated before the start are kept, as tags are', async () => {
    addFeatureFlag('early', true);
    start();
    expect(await flagsOfAnEvent()).toEqual({ values: [{ flag: 'early', result: true }] });
  });
});
