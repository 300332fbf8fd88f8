import type { EpochMilliseconds, Milliseconds } from './units';

/** Takes back what it was returned from. Calling it twice does no harm. */
export type Undo = () => void;

/** Tells the time. Policy code takes `now` as an argument instead, so that tests own the clock. */
export interface Clock {
  /** Wall clock; may jump when the system's clock is set. */
  now(): EpochMilliseconds;
}

/** Runs something later. */
export interface Timers {
  /**
   * Must not keep the process alive while it waits, unless `hold` says that somebody awaits it
   * (`flush`). The undo cancels it.
   */
  after(delay: Milliseconds, run: () => void, hold?: boolean): Undo;
}

/** Two kinds of chance. */
export interface RandomSource {
  /** Cryptographic: ids come from here. */
  randomBytes(count: number): Uint8Array;
  /** 0 ≤ n < 1, cheap, not cryptographic: sampling and jitter. */
  random(): number;
}
