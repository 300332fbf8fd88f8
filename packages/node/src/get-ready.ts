import { hashFromEventId } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';
import { codeOf } from './spool/code-of';
import { whenItLivesOn } from './spool/next-turn';

/**
 * When the program's first turns are over, reads what a start has left unread, and runs `rest`: when it is needed, a
 * process may have no file descriptor left to read it with. Any function that no start runs does it, one of core's
 * and one of this package.
 */
export const getReady = (rest: () => void): void =>
  void whenItLivesOn().then(() => {
    attempt(() => hashFromEventId(''));
    attempt(() => codeOf(undefined));
    attempt(rest);
  });
