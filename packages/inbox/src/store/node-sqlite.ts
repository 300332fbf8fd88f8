import { DatabaseSync } from 'node:sqlite';
import type { Database } from './driver';

/**
 * Milliseconds to wait for another process that is writing (a second inbox on the same file, a
 * shell). The whole process waits with it, hence short; after it the sender is told to come back.
 */
const BUSY_TIMEOUT_MS = 1_000;

/**
 * Opens a file (created when absent; `:memory:` keeps nothing) with the settings that our promise
 * "200 means: on disk" rests on. Throws when the file cannot be opened or is no database.
 */
export const openNodeSqlite = (file: string): Database => {
  const database = new DatabaseSync(file);
  try {
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
