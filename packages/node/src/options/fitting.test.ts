import type { Diagnostic, Integration } from '@tocsin/core';
import { afterEach, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import {
  captureConsoleIntegration,
  childProcessIntegration,
  consoleLoggingIntegration,
  contextLinesIntegration,
  dedupeIntegration,
  extraErrorDataIntegration,
  httpIntegration,
  linkedErrorsIntegration,
  localVariablesIntegration,
  nativeNodeFetchIntegration,
  nodeContextIntegration,
  onUncaughtExceptionIntegration,
  onUnhandledRejectionIntegration,
  requestDataIntegration,
  rewriteFramesIntegration,
  warningsIntegration,
} from '../index';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const told = (integration: Integration): readonly Diagnostic[] => (heard = hear({ integrations: [integration] })).runtime.reported;

type Make = (options: never) => Integration;

it.each<[string, Make, unknown]>([
  ['mode of OnUnhandledRejection must be none, warn or strict', onUnhandledRejectionIntegration, { mode: 'foo' }],
  ['modes of OnUnhandledRejection is not known (was mode meant?); it is ignored', onUnhandledRejectionIntegration, { modes: 'none' }],
  ['options of OnUnhandledRejection must be an object', onUnhandledRejectionIntegration, 'none'],
  ['onFatalError of OnUncaughtException must be a function', onUncaughtExceptionIntegration, { onFatalError: 'exit' }],
  ['exitEvenIfOtherHandlersAreRegistered of OnUncaughtException must be true or false', onUncaughtExceptionIntegration, { exitEvenIfOtherHandlersAreRegistered: 'yes' }],
  ['breadcrumbs of Http must be true or false', httpIntegration, { breadcrumbs: 'no' }],
  ['ignoreOutgoingRequests of Http is not known; it is ignored', httpIntegration, { ignoreOutgoingRequests: () => true }],
  ['breadcrumbs of NodeFetch must be true or false', nativeNodeFetchIntegration, { breadcrumbs: 1 }],
  ['frameContextLines of ContextLines must be a number from 0 to 50', contextLinesIntegration, { frameContextLines: 51 }],
  ['levels of CaptureConsole must be a list of some of debug, info, log, warn, error, assert, trace', captureConsoleIntegration, { levels: ['warning'] }],
  ['handled of CaptureConsole must be true or false', captureConsoleIntegration, { handled: 'no' }],
  ['handled of ConsoleLogs is not known; it is ignored', consoleLoggingIntegration, { handled: true }],
  ['includeChildProcessArgs of ChildProcess must be true or false', childProcessIntegration, { includeChildProcessArgs: 'true' }],
  ['maxExceptionsPerSecond of LocalVariables must be a number of at least 1', localVariablesIntegration, { maxExceptionsPerSecond: 0 }],
  ['events of Warnings must be true or false', warningsIntegration, { events: ['warning'] }],
  ['cpu of Context is not known; it is ignored', nodeContextIntegration, { cpu: false }],
  ['limits of LinkedErrors is not known (was limit meant?); it is ignored', linkedErrorsIntegration, { limits: 3 }],
  ['limit of LinkedErrors must be a number from 0 to 50', linkedErrorsIntegration, { limit: 51 }],
  ['dept of ExtraErrorData is not known (was depth meant?); it is ignored', extraErrorDataIntegration, { dept: 3 }],
  ['captureErrorCause of ExtraErrorData must be true or false', extraErrorDataIntegration, { captureErrorCause: 'no' }],
  ['iteratee of RewriteFrames must be a function', rewriteFramesIntegration, { iteratee: 'x' }],
  ['options of Dedupe must be an object', dedupeIntegration, 'all'],
  ['include.cookie of RequestData is not known (was cookies meant?); it is ignored', requestDataIntegration, { include: { cookie: false } }],
])('%s', (detail, make, options) => {
  expect(told(make(options as never)).map(({ code, detail: said }) => [code, said])).toEqual([['T1003', detail]]);
});
