import { captureException } from '@tocsin/core';
import { wrongShapes } from '@tocsin/kit';
import { afterEach, describe, expect, it } from 'vitest';
import type { Heard } from '../test/heard';
import { hear } from '../test/heard';
import * as main from './index';
import * as logs from './logs';
import * as serverless from './serverless';

// JavaScript callers hand in anything. What makes something of options never throws: what is unusable in them
// counts as left out, or one line names it, and what the app captures arrives all the same.

type Factory = (...given: readonly unknown[]) => unknown;

/** Every factory that this package exports, with its options. */
const factories: Readonly<Record<string, readonly string[]>> = {
  captureConsoleIntegration: ['levels', 'handled'],
  childProcessIntegration: ['includeChildProcessArgs', 'captureWorkerErrors'],
  consoleIntegration: [],
  consoleLoggingIntegration: ['levels'],
  contextLinesIntegration: ['frameContextLines'],
  createBunyanStream: ['events', 'logs', 'handled'],
  createConsolaReporter: ['events', 'logs', 'handled'],
  createLog4jsAppender: ['events', 'logs', 'handled'],
  createPinoStream: ['events', 'logs', 'handled'],
  createWinstonTransport: ['events', 'logs', 'handled', 'level'],
  dedupeIntegration: [],
  extraErrorDataIntegration: ['depth', 'captureErrorCause'],
  featureFlagsIntegration: [],
  httpIntegration: ['breadcrumbs', 'trackIncomingRequestsAsSessions'],
  linkedErrorsIntegration: ['key', 'limit'],
  localVariablesIntegration: ['captureAllExceptions', 'maxExceptionsPerSecond', 'includeOutOfAppFrames'],
  modulesIntegration: [],
  nativeNodeFetchIntegration: ['breadcrumbs'],
  nodeContextIntegration: ['app', 'os', 'device', 'culture', 'cloudResource'],
  onUncaughtExceptionIntegration: ['exitEvenIfOtherHandlersAreRegistered', 'onFatalError'],
  onUnhandledRejectionIntegration: ['mode'],
  pinoIntegration: ['events', 'logs', 'handled'],
  requestDataIntegration: ['include'],
  rewriteFramesIntegration: ['root', 'prefix', 'iteratee'],
  spotlightIntegration: ['sidecarUrl'],
  tunnelHandler: ['allowedDsns', 'maxBytes'],
  waitUntilIntegration: [],
  warningsIntegration: ['events'],
};

const exported: Readonly<Record<string, unknown>> = { ...main, ...logs, ...serverless };
const called = (name: string, ...given: readonly unknown[]): unknown => Reflect.apply(exported[name] as Factory, undefined, given);

let heard: Heard | undefined;
afterEach(() => heard?.stop());

/** An error that many of them have something to say of. */
const trouble = (): Error => Object.assign(new Error('boom', { cause: new Error('why') }), { status: 7, deep: { deeper: { deepest: [1] } } });

/** What the server got, and the codes of what was reported. */
const outcome = async (made: unknown) => {
  const isIntegration = typeof made === 'object' && made !== null && 'name' in made;
  heard = hear({ integrations: isIntegration ? [made as never] : [] });
  captureException(trouble());
  const values = (await heard.events()).map(({ exception }) => exception?.values.at(-1)?.value);
  return { values, told: heard.runtime.reported.map(({ code }) => code) };
};
const fine = { values: ['boom'], told: expect.toSatisfy((told: readonly string[]) => told.length === 0 || (told.length === 1 && told[0] === 'T1003')) };

it('knows every factory that is exported', () => {
  const names = Object.keys(exported).filter((name) => /Integration$|Transport$|Stream$|Reporter$|Appender$|^tunnelHandler$/.test(name) && name !== 'addIntegration' && !name.startsWith('make'));
  expect(Object.keys(factories)).toEqual(names.toSorted());
});

describe.each(Object.entries(factories))('%s', (name, options) => {
  it.each(wrongShapes(options))('takes %s', async (_kind, make) => {
    expect(await outcome(called(name, make()))).toEqual(fine);
  });

  // A function is what the iteratee is; one that throws is the app's, and costs the event.
  const tried = options.flatMap((option) => wrongShapes().flatMap(([kind, make]) => (option === 'iteratee' && kind === 'a function' ? [] : [{ option, kind, make }])));
  it.runIf(tried.length > 0).each(tried)('takes $kind for $option', async ({ option, make }) => {
    expect(await outcome(called(name, { [option]: make() }))).toEqual(fine);
  });
});

it.each(wrongShapes(['flushTimeout', 'captureTimeoutWarning', 'timeoutWarningLimit']))('a wrapped handler answers as the handler does, with %s for options', async (_kind, make) => {
  heard = hear();
  const wrapped = called('wrapHandler', () => Promise.resolve(7), make());
  expect(await (wrapped as Factory)({}, {})).toBe(7);
});
