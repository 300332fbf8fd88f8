import type { Runtime } from '@tocsin/core/platform';

type OpenSpooling = NonNullable<Runtime['spool']>;
type Host = Parameters<OpenSpooling>[0];
type Entry = Parameters<ReturnType<OpenSpooling>['forget']>[0];

/** What is not acknowledged by then is copied, milliseconds, as `withSpool` has it. */
const COPY_AFTER = 250;

/** What comes within so many milliseconds shares a timer, and is copied by so much earlier. A timer of its own for each would be a tenth of what waits. */
const TOGETHER = 25;

/** Copies that a process which may live on stands still for: those of the last moment, not of an outage. They take 0.2 ms each. */
const MOST = 50;

/** A spool, and what makes its copies at once. */
export interface InTime {
  readonly spool: Runtime['spool'];
  /** Copies what has not arrived yet, the newest first, though nothing is sent any earlier: before somebody else's code, which may end the process without a word. */
  readonly secure: () => void;
}

/** Says when a spool makes its copies: in a moment, and at once where it is asked for. */
export const inTime = (open: Runtime['spool']): InTime => {
  let secure: (() => void) | undefined;
  return {
    secure: () => secure?.(),
    spool: open && ((host) => {
      const spooling = open(host);
      const moments = createMoments(host.platform, (entry) => spooling.copy(entry, false));
      secure = () => {
        for (const entry of moments.all().slice(-MOST).reverse()) spooling.copy(entry, true);
      };
      return {
        ...spooling,
        copySoon: moments.add,
        forget(entry) {
          moments.delete(entry);
          spooling.forget(entry);
        },
        keep(entry, end, done) {
          moments.delete(entry);
          spooling.keep(entry, end, done);
        },
      };
    }),
  };
};

/** What waits, by the time at which it came; `onTime` hears of each that has waited for long enough. */
const createMoments = ({ after }: Host['platform'], onTime: (entry: Entry) => void) => {
  /** What has waited for long enough, and waits on. */
  const late = new Set<Entry>();
  /** That, and what came together, oldest first. */
  const moments = new Set([late]);
  let current: Set<Entry> | undefined;

  const begin = (): Set<Entry> => {
    const moment = new Set<Entry>();
    moments.add(moment);
    after(TOGETHER, () => (current = undefined));
    after(COPY_AFTER, () => {
      moments.delete(moment);
      for (const entry of moment) {
        late.add(entry);
        onTime(entry);
      }
    });
    return moment;
  };

  return {
    all: (): readonly Entry[] => [...moments].flatMap((moment) => [...moment]),
    add(entry: Entry): void {
      // Of one that comes back from a request the time goes on.
      for (const moment of moments) if (moment.has(entry)) return;
      (current ??= begin()).add(entry);
    },
    delete(entry: Entry): void {
      for (const moment of moments) if (moment.delete(entry)) return;
    },
  };
};
