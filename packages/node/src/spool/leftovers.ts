import type { Entry, OpenSpool, OpenSpooling, Spool, Spooling, Stored } from '@tocsin/core/platform';
import { attempt } from '@tocsin/core/platform';
import { nextBreath } from '../next-turn';

type Taken = ReturnType<Spool['take']>;

/** How fast what other processes have left goes out: when there is time, unless somebody waits for it. */
export interface Leftovers {
  /** Hurries them while `flush` runs, which does not end before they are sent, or have failed twice: then not all was sent. */
  readonly during: (flush: () => Promise<boolean>) => Promise<boolean>;
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
  /** A flush does not end before that, unless the server takes none. */
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
        if (flushes.areAwaited()) void nextBreath().then(resolve);
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
  /** How many have gone back, ever. */
  let back = 0;
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
    async during(flush: () => Promise<boolean>): Promise<boolean> {
      count++;
      const backBefore = back;
      isOwed = true;
      isNews = true;
      hurry?.();
      const isAll = await flush().finally(() => count--);
      return isAll && back === backBefore;
    },
    owe: (open: OpenSpooling): OpenSpooling => (host) => {
      pump = () => host.adopt();
      const probing = createProbing(() => back++);
      const spooling = probing.watch(open({ ...host, adopt: (entry) => host.adopt(entry && probing.mark(entry)) }));
      return {
        ...spooling,
        adopt() {
          // Its end is waited for. When nobody waits, there are few at a time anyway.
          if (count > 0 && probing.isUnderWay()) return true;
          const isOwnOwed = spooling.adopt();
          return isOwnOwed || (count > 0 && isOwed);
        },
      };
    },
  };
};

/**
 * As long as the server has not taken one of what others have left, a flush tries one at a time; and one that has failed twice goes back. So
 * nobody waits long for what the server does not take, and there is little to be taken back.
 */
const createProbing = (onBack: () => void) => {
  const underWay = new Set<Entry>();
  let areTaken = false;
  /** Those that went back count as our own from then on, but it is not for their sake that somebody waits. */
  const back = new Set<string>();
  return {
    isUnderWay: (): boolean => underWay.size > 0 && !areTaken,
    mark(entry: Entry): Entry {
      const isGuest = back.delete(entry.parcel.id) || entry.isGuest === true;
      const marked = Object.assign(entry, { isGuest });
      if (isGuest) underWay.add(marked);
      return marked;
    },
    watch: (spooling: Spooling): Spooling => ({
      ...spooling,
      launched(entry) {
        // For the second time.
        if (underWay.has(entry) && entry.giveUpAt !== undefined) {
          entry.giveUpAt = 0;
          areTaken = false;
        }
        spooling.launched(entry);
      },
      keep: (entry, end, done) =>
        spooling.keep(entry, end, (isKept) => {
          if (isKept && underWay.delete(entry)) {
            back.add(entry.parcel.id);
            onBack();
          }
          done(isKept);
        }),
      forget(entry) {
        if (underWay.delete(entry)) areTaken = true;
        spooling.forget(entry);
      },
    }),
  };
};
