import type { ClientOptions, TraceHeaders } from '@tocsin/core';

type Environment = Readonly<Record<string, string | undefined>>;

/** `TOCSIN_X`, else `SENTRY_X`; blank counts as absent. */
const read = (env: Environment, name: string): string | undefined => env[`TOCSIN_${name}`]?.trim() || env[`SENTRY_${name}`]?.trim() || undefined;

/** Options from the environment, for those that the code leaves open. A number that is none is reported like one in code. */
export const withEnvironment = <T extends ClientOptions>(options: T, env: Environment): T => {
  const sampleRate = read(env, 'SAMPLE_RATE');
  const debug = read(env, 'DEBUG');
  return {
    ...options,
    dsn: options.dsn ?? read(env, 'DSN'),
    release: options.release ?? read(env, 'RELEASE'),
    environment: options.environment ?? read(env, 'ENVIRONMENT'),
    sampleRate: options.sampleRate ?? (sampleRate === undefined ? undefined : Number(sampleRate)),
    debug: options.debug ?? (debug === undefined ? undefined : /^(1|true|yes|on)$/i.test(debug)),
  };
};

/** The trace that this process was started in, as the one that started it has put it there; `undefined` when there is none. */
export const traceOf = (env: Environment): TraceHeaders | undefined => {
  const sentryTrace = read(env, 'TRACE');
  return sentryTrace === undefined ? undefined : { sentryTrace, baggage: read(env, 'BAGGAGE') };
};
