import type { Event, EventHint, Exception, Integration, StackFrame } from '@tocsin/core';
import { attemptOr, gateAgain } from '@tocsin/core/platform';
import { createPacer } from '../local-variables/pacer';
import type { Call } from '../local-variables/same-call';
import { callsOf } from '../local-variables/same-call';
import type { Snapshots } from '../local-variables/snapshot';
import { createSnapshots } from '../local-variables/snapshot';
import type { PausedFrame } from '../local-variables/throw-watch';
import { watchThrows } from '../local-variables/throw-watch';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { flag } from '../options/kinds';

/** Options of {@link localVariablesIntegration}. */
export interface LocalVariablesOptions {
  /** Also of errors that somebody catches, as frameworks do with those of a handler. `false`: of uncaught ones alone. Default `true`. */
  readonly captureAllExceptions?: boolean | undefined;
  /** Throws in one second that are looked at, however many of them are captured; each costs up to a millisecond. With more, none is for 5 seconds, then twice as long each time. Default 50. */
  readonly maxExceptionsPerSecond?: number | undefined;
  /** Also the variables of calls in packages. Default `false`. */
  readonly includeOutOfAppFrames?: boolean | undefined;
}

const MAX_PER_SECOND = 50;

const kinds: KindsOf<LocalVariablesOptions> = {
  captureAllExceptions: flag,
  maxExceptionsPerSecond: { must: 'a number of at least 1', fits: (value) => Number.isFinite(value) && Number(value) >= 1 },
  includeOutOfAppFrames: flag,
};

/** What every file that is CommonJS is given. */
const WRAPPER = new Set(['exports', 'require', 'module', '__filename', '__dirname']);

interface FrameVariables extends Call {
  readonly vars: Readonly<Record<string, unknown>>;
}

type Known = WeakMap<object, readonly FrameVariables[]>;

/**
 * The variables of the calls that led to an error, as they were when it was thrown, by the inspector. They are read
 * during the throw, so that a crash has them as well; scrubbed like everything else, and bounded. There are none
 * while a debugger can attach (`--inspect`).
 */
export const localVariablesIntegration = (options?: LocalVariablesOptions): Integration => {
  let known: Known = new WeakMap();
  return {
    name: 'LocalVariables',
    setup(client) {
      known = new WeakMap();
      const { captureAllExceptions = true, maxExceptionsPerSecond = MAX_PER_SECOND, includeOutOfAppFrames = false } = usableOptions(options, kinds, { name: 'LocalVariables', report: client.report });
      const pacer = createPacer(maxExceptionsPerSecond, (isLooking) => watch.look(isLooking));
      const watch = watchThrows({
        caught: captureAllExceptions,
        wants: (file) => includeOutOfAppFrames || !/[\\/]node_modules[\\/]/.test(file),
        onThrow: (thrown, frames) =>
          pacer.spend(() => {
            // Thrown again, it knows less: the calls where it began are over.
            if (!known.has(thrown)) known.set(thrown, frames().map(variablesBy(createSnapshots())));
          }),
      });
      return () => {
        pacer.stop();
        watch.stop();
      };
    },
    processEvent(event, hint, client) {
      const values = attemptOr(undefined, () => withVariables(event, hint, known));
      return values ? { ...event, ...gateAgain(client, event)({ exception: { values } }) } : event;
    },
  };
};

/** An inner variable hides an outer one of the same name. */
const variablesBy =
  ({ recordOf }: Snapshots) =>
  ({ scopes, ...call }: PausedFrame): FrameVariables => {
    const records = scopes.map((scope) => recordOf(scope, (key) => !WRAPPER.has(key)));
    return { ...call, vars: Object.assign({}, ...records.reverse()) };
  };

/** The exceptions of an event with what is known of them; `undefined` where nothing is. Throws where the app has made the event of something else. */
const withVariables = (event: Event, hint: EventHint, known: Known): Exception[] | undefined => {
  const { values = [] } = event.exception ?? {};
  const thrown = thrownOf(values, hint.originalException);
  const described = values.map((exception) => {
    const error = thrown.get(exception.mechanism?.exception_id ?? 0);
    const variables = typeof error === 'object' && error !== null ? known.get(error) : undefined;
    const frames = exception.stacktrace?.frames;
    return variables && frames ? { ...exception, stacktrace: { ...exception.stacktrace, frames: shown(frames, variables) } } : exception;
  });
  return described.some((exception, index) => exception !== values[index]) ? described : undefined;
};

/** The errors of an event by their numbers, as far as they can be reached from the one that was captured. */
const thrownOf = (values: readonly Exception[], captured: unknown): ReadonlyMap<number, unknown> => {
  const thrown = new Map([[0, captured]]);
  // Parents come before their causes when the list is read from its end.
  for (const { mechanism } of [...values].reverse()) {
    const { exception_id: id, parent_id: parent, source } = mechanism ?? {};
    if (id === undefined || parent === undefined || typeof source !== 'string') continue;
    thrown.set(id, attemptOr(undefined, () => source.split(/[[\]]+/).filter(Boolean).reduce<unknown>((from, key) => Object(from)[key], thrown.get(parent))));
  }
  return thrown;
};

const shown = (frames: readonly StackFrame[], variables: readonly FrameVariables[]): StackFrame[] => {
  const calls = callsOf([...frames].reverse(), variables);
  return frames.map((frame) => {
    const vars = calls.get(frame)?.vars;
    return vars ? { ...frame, vars } : frame;
  });
};
