import type { End, Entry } from './entry';

/** The transport's dealings with a spool; see `withSpool`. It stands apart, because a page without a spool has no use for them. */
export interface Spooling {
  /** An entry waits: it is copied, if it is still there in a moment. */
  copySoon(entry: Entry): void;
  /** Copies it now. `done` hears when it is there, or will never be. */
  copy(entry: Entry, isDying: boolean, done?: () => void): void;
  /** An entry is about to be sent. */
  launched(entry: Entry): void;
  /** An entry leaves memory, and `end` is its end unless it is taken. `done` hears whether it was, now or later. */
  keep(entry: Entry, end: End, done: (isKept: boolean) => void): void;
  /** An entry has reached its end. */
  forget(entry: Entry): void;
  /** There is time for one that lies there. Answers whether there may be some of this process, which a flush waits for. */
  adopt(): boolean;
}
