import { DatabaseSync } from 'node:sqlite';
import type { Database } from './driver';

/**
 * Milliseconds to wait for another process that is writing (a second inbox on the same file, a
 * shell). The whole process waits with it, hence short; after it the sender is told to come back.
 */
const BUSY_TIMEOUT_MS = 1_000;

/** SQLite's word for a file that another connection uses: SQLITE_BUSY. */
const BUSY = 5;

/**
 * Whether another connection has the file open, of this process or another: only the last one may leave the
 * write-ahead log, which is entered again at once. Anything else that fails is met again by whoever comes next.
 */
const isOpenElsewhere = (database: DatabaseSync): boolean => {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;');
    return false;
  } catch (error) {
    return error instanceof Error && 'errcode' in error && error.errcode === BUSY;
  }
};

/**
 * Opens a file (created when absent; `:memory:` keeps nothing) with the settings that our promise
 * "200 means: on disk" rests on; `onShared` is called when something else has it open. Throws when the file
 * cannot be opened or is no database.
 */
export const openNodeSqlite = (file: string, onShared: () => void = () => undefined): Database => {
  const database = new DatabaseSync(file);
  try {
    if (isOpenElsewhere(database)) onShared();
    // WAL: readers never wait for the writer. FULL: a commit returns after the log is on the disk
    // (the default with WAL in some builds is NORMAL, which survives a crash of ours but not of the machine).
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;`);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...parameters) => {
          const { changes, lastInsertRowid } = statement.run(...parameters);
          return { changes: Number(changes), lastId: Number(lastInsertRowid) };
        },
        get: (...parameters) => statement.get(...parameters),
        all: (...parameters) => statement.all(...parameters),
      };
    },
    close: () => database.close(),
  };
};
