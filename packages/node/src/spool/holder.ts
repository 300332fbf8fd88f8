import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { codeOf } from '../code-of';
import { digest } from './digest';

/** What a holder does not touch for so long is free: longer than an event loop stands still. Milliseconds. */
const LEASE = 60_000;

/** The same where a process with its number lives here: only when that is another one, which got the number later. Milliseconds. */
const LONG_LEASE = 3_600_000;

/** A process that holds files, as their names tell it. */
export interface Holder {
  /** `<place>-<process id>`. */
  readonly tag: string;
  /** Whether another holder, who touched the file last at `touched` (milliseconds since the epoch), is gone. */
  readonly isGone: (tag: string, touched: number, now: number) => boolean;
}

/** This process. Process ids tell something only where they are given out: on one machine, in one container. */
export const createHolder = (): Holder => {
  const place = digest(`${hostname()} ${attemptOr('', () => readlinkSync('/proc/self/ns/pid'))}`).slice(0, 8);
  return {
    tag: `${place}-${process.pid}`,
    isGone(tag, touched, now) {
      const [where, id] = tag.split('-');
      if (where !== place) return now - touched > LEASE;
      // Another thread of this process, or an earlier process that had its number, as in a container started again.
      if (Number(id) === process.pid) return touched < now - process.uptime() * 1000;
      return !lives(Number(id)) || now - touched > LONG_LEASE;
    },
  };
};

const lives = (id: number): boolean => {
  const asked = attempt(() => process.kill(id, 0));
  // It may be somebody else's.
  return asked.ok || codeOf(asked.error) === 'EPERM';
};
