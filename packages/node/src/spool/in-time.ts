import type { Entry, Line, OpenSpooling, Runtime, Spooling } from '@tocsin/core/platform';
import { createLine } from '@tocsin/core/platform';

/** What is not acknowledged by then is copied, milliseconds, as `withSpool` has it. */
const COPY_AFTER = 250;

/** What comes within so many milliseconds shares a timer, and is copied by so much earlier. A timer of its own for each would be a tenth of what waits. */
const TOGETHER = 25;

/** Copies that a process which may live on stands still for: those of the last moment, not of an outage. They take 0.2 ms each. */
const MOST = 50;

/** A spool, and what makes its copies at once. */
export interface InTime {
  readonly spool: OpenSpooling | undefined;
  /** Makes the line of the transport that has this spool: here stands what is still to be copied. */
  readonly createLine: () => Line;
  /** Copies what has not arrived yet, the newest first, though nothing is sent any earlier: before somebody else's code, which may end the process without a word. */
  readonly secure: () => void;
}

/** Copies that are made at a time, as many as one file holds. The next are made when these are written, so that what is sent by then was never turned into text. */
const ROUND = 64;

/** Says when a spool makes its copies: in a moment, and at once where it is asked for. */
export const inTime = (open: OpenSpooling | undefined): InTime => {
  let made: Line | undefined;
  const line = (): Line => (made ??= createLine());
  let secure: (() => void) | undefined;
  return {
    createLine: line,
    secure: () => secure?.(),
    spool: open && ((host) => {
      const spooling = open(host);
      const pending = line();
      secure = () => {
        for (const entry of oldestFirst(pending).slice(-MOST).reverse()) spooling.copy(entry, true);
      };
      return {
        ...spooling,
        copySoon: createMoments(host.platform, pending, spooling),
        keep(entry, end, done) {
          entry.moment = undefined;
          spooling.keep(entry, end, done);
        },
      };
    }),
  };
};

/** The moment in which it came, by number; 0 where it does not count any more. */
const momentOf = ({ moment = 0 }: Entry): number => Math.abs(moment);

/** What may be lost, in the order in which it came: one that is tried again stands behind all others in the line of what waits. */
const oldestFirst = (pending: Line): readonly Entry[] => [...pending].filter(momentOf).sort((one, other) => momentOf(one) - momentOf(other));

/** Has entries copied that have waited for long enough; answers with what is told of each that waits. */
const createMoments = ({ after }: Pick<Runtime, 'after'>, pending: Line, { copy }: Spooling): Spooling['copySoon'] => {
  let count = 0;
  let isOpen = false;
  /** The last moment that is long enough ago. */
  let due = 0;
  let isCopying = false;

  const isDue = ({ moment = 0 }: Entry): boolean => moment > 0 && moment <= due;
  const copyNow = (entry: Entry): Promise<void> => {
    entry.moment = -momentOf(entry);
    return new Promise((done) => copy(entry, false, done));
  };
  const work = async (): Promise<void> => {
    if (isCopying) return;
    isCopying = true;
    // The newest first: what has waited longest is sent next.
    for (let round; (round = [...pending].filter(isDue).slice(-ROUND)).length > 0; ) await Promise.all(round.map(copyNow));
    isCopying = false;
  };

  const begin = (): void => {
    const moment = ++count;
    isOpen = true;
    after(TOGETHER, () => (isOpen = false));
    after(COPY_AFTER, () => {
      due = moment;
      void work();
    });
  };

  return (entry) => {
    // Of one that comes back from a request the time goes on.
    if (entry.moment !== undefined) return;
    if (!isOpen) begin();
    entry.moment = count;
  };
};
