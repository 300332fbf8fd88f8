import { AsyncResource } from 'node:async_hooks';
import type { Scope } from '@tocsin/core';
import { captureException, captureMessage, continueTrace, flush, getIsolationScope } from '@tocsin/core';
import { fenced } from '@tocsin/core/http';
import { attempt, attemptOr, newIsolation } from '@tocsin/core/platform';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { amount, flag } from '../options/kinds';
import { createLateReport } from '../options/late-report';

/** Options of {@link wrapHandler}. */
export interface WrapperOptions {
  /** How long an invocation waits at its end for what it captured to be delivered, milliseconds: afterwards the process is frozen. Default 2000, and never more than the time that is left. */
  readonly flushTimeout?: number | undefined;
  /** Whether a warning is captured shortly before the time limit, when the process would just be ended. Default `true`. */
  readonly captureTimeoutWarning?: boolean | undefined;
  /** How long before the limit that is, milliseconds; with less time than that, half of it. Default 500. */
  readonly timeoutWarningLimit?: number | undefined;
  /** Captures the reasons in what a handler answers with when that is what `Promise.allSettled` gave it. Default `false`. */
  readonly captureAllSettledReasons?: boolean | undefined;
}

const kinds: KindsOf<WrapperOptions> = { flushTimeout: amount, captureTimeoutWarning: flag, timeoutWarningLimit: amount, captureAllSettledReasons: flag };

/** What is read of the context that Lambda gives to a handler. */
interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
  readonly awsRequestId?: unknown;
  readonly functionName?: unknown;
  readonly functionVersion?: unknown;
  readonly invokedFunctionArn?: unknown;
  readonly logGroupName?: unknown;
  readonly logStreamName?: unknown;
}

/** What an invocation waits for at its end, milliseconds: as long as `flush` waits by itself. */
const FLUSH_TIMEOUT = 2000;

/** So long before the time limit a warning is captured, milliseconds. */
const WARNING_LIMIT = 500;

const MECHANISM = { type: 'auto.function.aws_lambda', handled: false };

const isContext = (value: unknown): value is LambdaContext => typeof value === 'object' && value !== null && 'getRemainingTimeInMillis' in value && typeof value.getRemainingTimeInMillis === 'function';

/** The headers of a request that came through API Gateway, a function URL or a load balancer. */
const headersOf = (event: unknown): ReadonlyMap<string, string> =>
  attemptOr(new Map(), () => new Map(Object.entries(Object((event as { readonly headers?: unknown } | null)?.headers)).map(([name, value]) => [name.toLowerCase(), String(value)])));

/** One invocation of a handler. */
interface Invocation {
  /** Those that fit. */
  readonly options: WrapperOptions;
  /** Absent: not Lambda calls it, but a test. */
  readonly context: LambdaContext | undefined;
}

const remaining = ({ context }: Invocation): number => attemptOr(Infinity, () => Number(context?.getRemainingTimeInMillis() ?? Infinity));

/** As the field names them: servers show these. */
const describe = (scope: Scope, { context }: Invocation): void => {
  if (!context) return;
  const { awsRequestId, functionName, functionVersion, invokedFunctionArn, logGroupName, logStreamName } = context;
  scope.setContext('aws.lambda', { aws_request_id: awsRequestId, function_name: functionName, function_version: functionVersion, invoked_function_arn: invokedFunctionArn });
  scope.setContext('aws.cloudwatch.logs', { log_group: logGroupName, log_stream: logStreamName });
  scope.addEventProcessor((event) => ({ ...event, transaction: event.transaction ?? String(functionName) }));
};

/** Delivers what was captured; afterwards the process may be frozen at any time. Never rejects. */
const deliver = async (invocation: Invocation): Promise<void> => {
  const { flushTimeout = FLUSH_TIMEOUT } = invocation.options;
  // What waits there still goes out: with the next invocation, or from the spool.
  await flush(Math.max(0, Math.min(flushTimeout, remaining(invocation) - 100)));
};

/** The undo calls it off. */
const warnInTime = (invocation: Invocation): (() => void) => {
  const { captureTimeoutWarning = true, timeoutWarningLimit = WARNING_LIMIT } = invocation.options;
  const total = remaining(invocation);
  if (!captureTimeoutWarning || !(total < Infinity)) return () => undefined;
  const timer = setTimeout(
    // Its scopes are those of the invocation, whatever the app makes of timers.
    AsyncResource.bind(() => {
      captureMessage(`${String(invocation.context?.functionName)} is about to run into its time limit`, { captureContext: { level: 'warning', tags: { timeout: `${total} ms` } } });
      void flush(timeoutWarningLimit);
    }),
    total > timeoutWarningLimit ? total - timeoutWarningLimit : total / 2,
  ).unref();
  return () => clearTimeout(timer);
};

const captureFailure = (error: unknown): void => void captureException(error, { mechanism: MECHANISM });

const captureReasons = (result: unknown): void => {
  if (!Array.isArray(result)) return;
  for (const each of result) if (typeof each === 'object' && each !== null && each.status === 'rejected') captureFailure(each.reason);
};

const isThenable = (value: unknown): value is PromiseLike<unknown> => typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** A function that Lambda calls: with an event, with a stream to answer on where it streams, a context, and a callback on older runtimes. */
export type LambdaHandler = (...args: never[]) => unknown;

/**
 * Runs a handler in scopes of its own and in the trace of its caller, captures what it fails with, and holds its
 * end back until that was delivered. It fails and answers exactly as before: by promise, by callback or on a stream.
 */
export const wrapHandler = <Handler extends LambdaHandler>(handler: Handler, given?: WrapperOptions): Handler => {
  if (typeof handler !== 'function') return handler;
  const late = createLateReport();
  const options = usableOptions(given, kinds, { name: 'wrapHandler', report: late.report });
  // What Lambda gives is the handler's own business; here it is only looked at.
  const call = handler as unknown as (...args: unknown[]) => unknown;
  const wrapped = (...args: unknown[]): unknown => {
    late.handOver();
    const invocation: Invocation = { options, context: args.find(isContext) };
    const headers = headersOf(args[0]);
    const enter = continueTrace({ sentryTrace: headers.get('sentry-trace'), baggage: headers.get('baggage'), traceparent: headers.get('traceparent') }, newIsolation);
    fenced(undefined, () => describe(enter(getIsolationScope), invocation));
    const callOff = enter(() => fenced(() => undefined, () => warnInTime(invocation)));
    const end = async (): Promise<void> => {
      callOff();
      await deliver(invocation);
    };
    const run = call.bind(undefined, ...withCallback(args, end));
    return enter(invoke, run, { end, isDoneAtOnce: handler.length < CALLBACK_AT + 1, captureReasons: options.captureAllSettledReasons ?? false });
  };
  // Lambda reads from the one whether there is a callback, and from a symbol on the other whether it streams.
  Object.defineProperty(wrapped, 'length', { value: handler.length, configurable: true });
  for (const key of Object.getOwnPropertySymbols(handler)) Object.defineProperty(wrapped, key, Object.getOwnPropertyDescriptor(handler, key) ?? {});
  return wrapped as unknown as Handler;
};

/** Which argument of a handler is the callback, from 0. */
const CALLBACK_AT = 2;

/** The callback waits for the end, too. */
const withCallback = (args: readonly unknown[], end: () => Promise<void>): unknown[] =>
  args.map((arg, index) => {
    if (index !== CALLBACK_AT || typeof arg !== 'function') return arg;
    return (error: unknown, ...rest: readonly unknown[]): void => {
      if (error !== undefined && error !== null) captureFailure(error);
      void end().then(() => arg(error, ...rest));
    };
  });

interface Ending {
  readonly end: () => Promise<void>;
  /** Whether nothing follows after it has returned, unless it has returned a promise. */
  readonly isDoneAtOnce: boolean;
  readonly captureReasons: boolean;
}

const invoke = (run: () => unknown, { end, isDoneAtOnce, captureReasons: wantsReasons }: Ending): unknown => {
  const fail = async (error: unknown): Promise<never> => {
    captureFailure(error);
    await end();
    throw error;
  };
  const ran = attempt(run);
  if (!ran.ok) return fail(ran.error);
  if (isThenable(ran.value)) {
    return Promise.resolve(ran.value).then(async (result) => {
      if (wantsReasons) captureReasons(result);
      await end();
      return result;
    }, fail);
  }
  // Lambda itself waits for what is still on its way.
  if (isDoneAtOnce) void end();
  return ran.value;
};
