import type { Database } from './driver';
import type { Filing } from './filing';
import { createGroupCommit } from './group-commit';
import { createEventReader, type EventReader } from './read-events';
import { createIssueReader, type IssueReader } from './read-issues';
import { prepareSchema } from './schema';
import { createWriteFiling } from './write-filing';

/** Everything the inbox keeps, in one file. */
export interface Store {
  /** Resolves when the filing is on disk; rejects when it could not be put there. */
  file(filing: Filing): Promise<void>;
  readonly issues: IssueReader;
  readonly events: EventReader;
  /** Writes what waits and releases the file. Nothing may be filed any more. */
  close(): void;
}

/** What a store works with. */
export interface StoreOptions {
  /** Open, and owned by the store from now on. */
  readonly database: Database;
  /** See `GroupCommitOptions`. */
  readonly soon: (run: () => void) => void;
}

/** Puts a store onto an open database, with its tables made if they are not there. Throws when the file is not ours. */
export const createStore = ({ database, soon }: StoreOptions): Store => {
  prepareSchema(database);
  const write = createWriteFiling(database);
  const commits = createGroupCommit({ database, soon });
  return {
    file: (filing) => commits.run(() => write(filing)),
    issues: createIssueReader(database),
    events: createEventReader(database),
    close: () => {
      commits.flush();
      database.close();
    },
  };
};
