import type { OpenSpool, Runtime, Stored } from '@tocsin/core/platform';
import { attempt } from '@tocsin/core/platform';

type OpenSpooling = NonNullable<Runtime['spool']>;
type Taken = ReturnType<ReturnType<OpenSpool>['take']>;

/** How fast what other processes have left goes out: when there is time, unless somebody waits for it. */
export interface Leftovers {
  /** Hurries them while `flush` runs, which does not end before they are sent. */
  readonly during: <T>(flush: () => Promise<T>) => Promise<T>;
  /** Whether a flush waits. */
  readonly areAwaited: () => boolean;
  /** When `usual` comes; when somebody waits, or begins to, at once. */
  readonly pause: (usual: () => Promise<void>) => Promise<void>;
  /** Whether a flush has begun since the last look. */
  readonly mustLook: () => boolean;
  /** It was seen what there is. */
  readonly looked: () => void;
  /** A spool that says here when it has nothing to give. */
  readonly watch: (open: OpenSpool) => OpenSpool;
  /** A flush does not end before that. */
  readonly owe: (open: OpenSpooling) => OpenSpooling;
}

/** Nobody waits yet. */
export const createLeftovers = (): Leftovers => {
  const flushes = createFlushes();
  const note = (stored: Stored | undefined): Stored | undefined => {
    if (!stored) flushes.settle();
    return stored;
  };
  return {
    ...flushes,
    pause: (usual) =>
      new Promise((resolve) => {
        flushes.onNext(resolve);
        if (flushes.areAwaited()) setImmediate(resolve);
        else void usual().then(resolve);
      }),
    watch:
      (open) =>
      (...given) => {
        const spool = open(...given);
        return { ...spool, take: () => noted(() => spool.take(), note) };
      },
  };
};

/** Notes what comes, now or later. A spool that fails has nothing to give either. */
const noted = (take: () => Taken, note: (stored: Stored | undefined) => Stored | undefined): Taken => {
  const fail = (cause: unknown): never => {
    note(undefined);
    throw cause;
  };
  const asked = attempt(take);
  if (!asked.ok) return fail(asked.error);
  const taken = asked.value;
  return taken && 'then' in taken ? taken.then(note, fail) : note(taken);
};

const createFlushes = () => {
  let count = 0;
  /** Whether there may be something yet that a flush waits for. */
  let isOwed = false;
  let isNews = false;
  let hurry: (() => void) | undefined;
  let pump: (() => void) | undefined;
  return {
    areAwaited: (): boolean => count > 0,
    mustLook: (): boolean => isNews,
    looked: (): void => void (isNews = false),
    onNext: (run: () => void): void => void (hurry = run),
    /** There is nothing. */
    settle(): void {
      // A flush may wait for nothing else any more.
      if (isOwed) pump?.();
      isOwed = false;
    },
    during<T>(flush: () => Promise<T>): Promise<T> {
      count++;
      isOwed = true;
      isNews = true;
      hurry?.();
      return flush().finally(() => count--);
    },
    owe: (open: OpenSpooling): OpenSpooling => (host) => {
      pump = () => host.adopt();
      const spooling = open(host);
      return {
        ...spooling,
        adopt() {
          const isOwnOwed = spooling.adopt();
          return isOwnOwed || (count > 0 && isOwed);
        },
      };
    },
  };
};
