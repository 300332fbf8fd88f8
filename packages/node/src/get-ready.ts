import { hashFromEventId } from '@tocsin/core';
import { countRequestSession } from '@tocsin/core/http';
import { attempt, attemptOr, explain } from '@tocsin/core/platform';
import { holdRest } from './held-rest';
import { codeOf } from './code-of';
import { whenItLivesOn } from './next-turn';

/**
 * When the program's first turns are over, reads what a start has left unread, and runs `rest`: when it is needed, a
 * process may have no file descriptor left to read it with. Any function that no start runs does it, one of core's
 * and one of this package.
 */
export const getReady = (rest: () => void): void => {
  holdRest();
  // Jest takes `require` away once a file of tests is over, and fails its run for whatever asks later.
  if (attemptOr(undefined, () => process.env['JEST_WORKER_ID']) !== undefined) readRest();
  void whenItLivesOn().then(() => {
    // In a function of its own, because to name what is read later is to read it.
    attempt(() => readRest());
    attempt(rest);
  });
};

/** Reads all of it now. */
const readRest = (): void => {
  attempt(() => hashFromEventId(''));
  attempt(() => codeOf(undefined));
  attempt(() => explain({ code: 'T2003' }));
  attempt(() => countRequestSession(false));
};
