import { types } from 'node:util';
import { captureException, getClient } from '@tocsin/core';
import { attemptOr, beginTurn, followed } from '@tocsin/core/platform';
import { crontabMonitor } from './crontab';

/** A job of one of the libraries. */
export interface Job {
  /** For the mechanism of its errors: `cron`, `node-cron`, `node-schedule`. */
  readonly library: string;
  /** The monitor's name at the server. */
  readonly slug: unknown;
  readonly schedule: unknown;
  readonly timezone?: unknown;
}

type Run = (this: unknown, ...args: readonly unknown[]) => unknown;

/**
 * The job's function with check-ins around it. What is no function (a command, a file) stays as it is, and
 * so does a job without a name, which no server could tell from others: a line says so, and knows it by its schedule.
 */
export const monitored = (job: Job, run: unknown): unknown => {
  const { slug, schedule, timezone, library } = job;
  if (typeof run !== 'function') return run;
  if (typeof slug !== 'string' || slug === '') {
    const which = typeof schedule === 'string' ? `the job of ${library} at "${schedule}"` : `a job of ${library}`;
    getClient()?.report({ code: 'T1003', detail: `name of ${which} must be a text; it runs without check-ins` });
    return run;
  }
  const monitor = crontabMonitor(schedule, timezone);
  // What fails is captured in the monitor's scope, and goes on to the library as it came. A promise is asked once: queries of databases run whenever they are.
  const watch = (once: () => unknown): unknown => {
    const [enter, end] = beginTurn(slug, monitor);
    return enter(followed<unknown>, once, (outcome) => {
      if (!outcome.ok) captureException(outcome.error, { mechanism: { type: `auto.cron.${library}`, handled: false } });
      end(outcome);
    });
  };
  if (types.isGeneratorFunction(run)) return stepByStep(run, watch);
  const tick: Run = function (...args) {
    return watch(run.bind(this, ...args));
  };
  return tick;
};

/** Where a job is a generator, `node-schedule` makes it once, and lets each turn run to the next `yield`. */
const stepByStep = (run: GeneratorFunction, watch: (once: () => unknown) => unknown): unknown =>
  function* (this: unknown, ...args: readonly unknown[]): Generator {
    const steps: Generator = Reflect.apply(run, this, args);
    const state = { isDone: false };
    while (!state.isDone) {
      yield watch(() => {
        const { value, done = false } = steps.next();
        state.isDone = done;
        return value;
      });
    }
  };

/** What replaces one method of a library; gets the library's own. */
type Replace = (original: Run) => Run;

/** The library with some of its methods replaced; the object itself stays as it is. What is no object is handed back. */
export const withMethods = <T>(library: T, methods: Readonly<Record<string, Replace>>, more: ProxyHandler<object> = {}): T =>
  attemptOr(library, () => {
    const get = (target: object, key: string | symbol): unknown => {
      const value: unknown = Reflect.get(target, key);
      const replace = typeof key === 'string' && Object.hasOwn(methods, key) ? methods[key] : undefined;
      return replace && typeof value === 'function' ? replace((...args) => Reflect.apply(value, target, args)) : value;
    };
    return new Proxy(library as object, { get, ...more }) as T; // a proxy is what it stands for
  });
