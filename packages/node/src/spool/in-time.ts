import type { Runtime } from '@tocsin/core/platform';

type OpenSpooling = NonNullable<Runtime['spool']>;
type Entry = Parameters<ReturnType<OpenSpooling>['forget']>[0];

/** Copies that a process which may live on stands still for: those of the last moment, not of an outage. They take 0.2 ms each. */
const MOST = 50;

/** A spool, and what makes its copies at once. */
export interface InTime {
  readonly spool: Runtime['spool'];
  /** Copies what has not arrived yet, the newest first, though nothing is sent any earlier: before somebody else's code, which may end the process without a word. */
  readonly secure: () => void;
}

/** Makes the copies that a spool is to have in a moment, at once where it is asked for. */
export const inTime = (open: Runtime['spool']): InTime => {
  let secure: (() => void) | undefined;
  return {
    secure: () => secure?.(),
    spool: open && ((host) => {
      const spooling = open(host);
      const waiting = new Set<Entry>();
      secure = () => {
        for (const entry of [...waiting].slice(-MOST).reverse()) spooling.copy(entry, true);
      };
      return {
        ...spooling,
        copySoon(entry) {
          waiting.add(entry);
          spooling.copySoon(entry);
        },
        forget(entry) {
          waiting.delete(entry);
          spooling.forget(entry);
        },
        keep(entry, end, done) {
          waiting.delete(entry);
          spooling.keep(entry, end, done);
        },
      };
    }),
  };
};
