import type { ClientOptions, TraceHeaders } from '@tocsin/core';
import { attemptOr, parseSentryTrace, SPOTLIGHT_URL } from '@tocsin/core/platform';
import type { Fault } from './options/faults';

/** `TOCSIN_X`, else `SENTRY_X`; blank counts as absent, and so does what a runtime with rights (Deno) does not let us see. */
const read = (env: NodeJS.ProcessEnv, name: string): string | undefined => readOne(env, `TOCSIN_${name}`) ?? readOne(env, `SENTRY_${name}`);

const readOne = (env: NodeJS.ProcessEnv, name: string): string | undefined => attemptOr(undefined, () => env[name]?.trim() || undefined);

const isYes = (text: string): boolean => /^(1|true|t|yes|y|on)$/i.test(text);

const isNo = (text: string): boolean => /^(0|false|f|no|n|off)$/i.test(text);

/** Options whose DSN is a text. */
type WithDsnText<T> = Omit<T, 'dsn'> & Pick<ClientOptions, 'dsn'>;

/** A DSN as text. Quotes round it are those of a file with variables (`docker run --env-file` keeps them). */
const textOfDsn = (dsn: string | URL | undefined): string | undefined => (dsn instanceof URL ? dsn.href : typeof dsn === 'string' ? dsn.trim().replace(/^(["'])(.*)\1$/, '$2') : dsn);

/** Options from the environment, for those that the code leaves open. What is wrong there is told by the variable's name, for in the code there is nothing to find. */
export const withEnvironment = <T extends Omit<ClientOptions, 'dsn'> & { readonly dsn?: string | URL | undefined }>(options: T, env: NodeJS.ProcessEnv, faults: Fault[] = []): WithDsnText<T> => {
  const sampleRate = read(env, 'SAMPLE_RATE');
  const debug = read(env, 'DEBUG');
  return {
    ...options,
    dsn: textOfDsn(options.dsn ?? read(env, 'DSN')),
    release: options.release ?? read(env, 'RELEASE'),
    environment: options.environment ?? read(env, 'ENVIRONMENT'),
    sampleRate: options.sampleRate ?? (sampleRate === undefined ? undefined : rateIn(env, sampleRate, faults)),
    debug: options.debug ?? (debug === undefined ? undefined : debugIn(env, debug, faults)),
  };
};

/** What is wrong with a variable, under the one of its two names that is there. */
const faultIn = (env: NodeJS.ProcessEnv, name: string, must: string): Fault => ({ name: readOne(env, `TOCSIN_${name}`) === undefined ? `SENTRY_${name}` : `TOCSIN_${name}`, must });

const rateIn = (env: NodeJS.ProcessEnv, text: string, faults: Fault[]): number | undefined => {
  const rate = Number(text);
  if (rate >= 0 && rate <= 1) return rate;
  faults.push(faultIn(env, 'SAMPLE_RATE', 'a number from 0 to 1'));
  return undefined;
};

const debugIn = (env: NodeJS.ProcessEnv, debug: string, faults: Fault[]): boolean => {
  if (!isYes(debug) && !isNo(debug)) faults.push(faultIn(env, 'DEBUG', 'true or false'));
  return isYes(debug);
};

/** The trace that this process was started in, as the one that started it has put it there; `undefined` when there is none. */
export const traceOf = (env: NodeJS.ProcessEnv, faults: Fault[] = []): TraceHeaders | undefined => {
  const sentryTrace = read(env, 'TRACE');
  return sentryTrace === undefined ? undefined : traceFrom(env, sentryTrace, faults);
};

const traceFrom = (env: NodeJS.ProcessEnv, sentryTrace: string, faults: Fault[]): TraceHeaders => {
  if (!parseSentryTrace(sentryTrace)) faults.push(faultIn(env, 'TRACE', "what getTraceData() gives as 'sentry-trace'; a trace of its own begins"));
  return { sentryTrace, baggage: read(env, 'BAGGAGE') };
};

/**
 * Where copies for Spotlight go; `undefined` when nobody asks for them. `asked` is the option: a `true`
 * leaves the address to the environment, where a word may stand in its place.
 */
export const spotlightIn = (asked: unknown, env: NodeJS.ProcessEnv): string | undefined => {
  const told = read(env, 'SPOTLIGHT') ?? '';
  const says = told === '' ? undefined : isYes(told);
  const isAddress = says === false && !isNo(told);
  if (asked === true || (asked === undefined && says)) return isAddress ? told : SPOTLIGHT_URL;
  if (asked === undefined) return isAddress ? told : undefined;
  // What is no text is no address, and is complained about as one that is malformed.
  return asked === false || asked === null ? undefined : typeof asked === 'string' ? asked : '';
};
