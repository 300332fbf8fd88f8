import { captureException } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import { fakeRuntime, settle, wrongShapes } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import * as main from './index';

// JavaScript callers hand in anything. What makes an integration never throws.

type Factory = (...given: readonly unknown[]) => { readonly name: string; readonly processEvent?: unknown };

/** Every integration that this package exports, with its options. */
const factories: Readonly<Record<string, readonly string[]>> = {
  breadcrumbsIntegration: ['console', 'dom', 'fetch', 'xhr', 'history'],
  browserApiErrorsIntegration: ['setTimeout', 'setInterval', 'requestAnimationFrame', 'eventTarget'],
  browserSessionIntegration: ['lifecycle'],
  contextLinesIntegration: ['frameContextLines'],
  cspViolationsIntegration: [],
  featureFlagsIntegration: [],
  globalHandlersIntegration: ['onerror', 'onunhandledrejection'],
  httpContextIntegration: [],
  reportingObserverIntegration: ['types'],
  thirdPartyErrorFilterIntegration: ['filterKeys', 'behaviour'],
  tracePropagationIntegration: [],
};

it('knows every integration that is exported', () => {
  const names = Object.keys(main).filter((name) => name.endsWith('Integration') && name !== 'addIntegration');
  expect(Object.keys(factories)).toEqual(names.toSorted());
});

describe.each(Object.entries(factories))('%s', (name, options) => {
  const tried = [...wrongShapes(options), ...options.flatMap((option) => wrongShapes().map(([kind, make]) => [`${kind} for ${option}`, () => ({ [option]: make() })] as const))];

  it.each(tried)('takes %s', async (_kind, make) => {
    const { setup: _needsAPage, ...integration } = Reflect.apply(Reflect.get(main, name) as Factory, undefined, [make()]) as ReturnType<Factory> & { readonly setup?: unknown };
    const runtime = fakeRuntime();
    const client = initClient({ dsn: 'https://k@example.com/1', integrations: [integration as never] }, runtime);
    captureException(new Error('boom'));
    await settle();
    expect(runtime.server.events()).toHaveLength(1);
    expect(runtime.reported).toEqual([]);
    await client.close();
  });
});
