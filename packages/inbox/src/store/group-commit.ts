import type { Database } from './driver';

/** A unit of work, done inside a transaction. What it gives is handed on once that transaction is on disk. */
export type Work<T> = () => T;

/** Joins units of work into shared transactions. */
export interface GroupCommit {
  /**
   * Resolves after COMMIT, so never before the disk has it. Rejects when this unit failed (the
   * others of its transaction are kept) or when the transaction as a whole could not be committed.
   */
  run<T>(work: Work<T>): Promise<T>;
  /** Commits what is waiting now. After it `run` still works; stopping senders is the caller's business. */
  flush(): void;
}

/** How work is joined. */
export interface GroupCommitOptions {
  readonly database: Database;
  /** Calls back a little later: that while is what lets units of work meet. Called once per transaction. */
  readonly soon: (run: () => void) => void;
  /** Units in one transaction at most; default 200. Bounds how long one transaction holds up the process. */
  readonly maxBatch?: number;
}

interface Waiting {
  /** Does the work; gives what settles its promise after the commit. Throws when the work failed. */
  readonly perform: () => () => void;
  readonly reject: (error: unknown) => void;
}

const savepoint = 'unit';

/**
 * Undoes one unit. False: some failures (full disk, I/O error) undo the whole transaction at once,
 * and then there is no savepoint left to go back to.
 */
const undoUnit = (database: Database): boolean => {
  try {
    database.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
    return true;
  } catch {
    // The caller fails the whole batch with the failure that led here, which says more than this one.
    return false;
  }
};

/** One unit inside an open transaction: all of it or nothing of it. `undefined`: it failed alone. Throws when all failed. */
const performOne = (database: Database, { perform, reject }: Waiting): (() => void) | undefined => {
  database.exec(`SAVEPOINT ${savepoint}`);
  try {
    const settle = perform();
    database.exec(`RELEASE ${savepoint}`);
    return settle;
  } catch (error) {
    if (!undoUnit(database)) throw error;
    reject(error);
    return undefined;
  }
};

const rollBack = (database: Database): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The engine has rolled back by itself already, which is what we wanted.
  }
};

const commitBatch = (database: Database, batch: readonly Waiting[]): void => {
  try {
    database.exec('BEGIN IMMEDIATE');
    const settled = batch.map((waiting) => performOne(database, waiting));
    database.exec('COMMIT');
    for (const settle of settled) settle?.();
  } catch (error) {
    rollBack(database);
    // Rejecting one that has failed alone before changes nothing: a promise settles once.
    for (const { reject } of batch) reject(error);
  }
};

/**
 * Group commit. A commit costs a disk flush (0.7 ms at best, 10 ms at worst on the disks measured),
 * however much is in it. So units that arrive while others are gathered or written share the next
 * transaction, and the cost is paid once for all of them.
 */
export const createGroupCommit = ({ database, soon, maxBatch = 200 }: GroupCommitOptions): GroupCommit => {
  const waiting: Waiting[] = [];
  let scheduled = false;

  const schedule = (): void => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    soon(commitNext);
  };
  const commitNext = (): void => {
    scheduled = false;
    const batch = waiting.splice(0, maxBatch);
    if (batch.length > 0) commitBatch(database, batch);
    schedule();
  };

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        const perform = () => {
          const result = work();
          return () => resolve(result);
        };
        waiting.push({ perform, reject });
        schedule();
      }),
    flush: () => {
      while (waiting.length > 0) commitBatch(database, waiting.splice(0, maxBatch));
    },
  };
};
