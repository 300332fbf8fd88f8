import { textOf } from './columns';
import type { Database } from './driver';

/** The inbox has one project, which is made with the file. */
export const ONLY_PROJECT_ID = 1;

/** How the key of the project is decided. */
export interface ProjectKeyOptions {
  /** The key to use from now on, one that `publicKeyProblem` has no objection to; absent: keep the one in the file. */
  readonly wanted: string | undefined;
  /** Makes a key; called once in the life of a file, when none was wanted. */
  readonly createKey: () => string;
}

/**
 * Gives the key of project 1 and makes sure that it is in the file, so that DSNs stay valid over
 * restarts.
 */
export const prepareProject = (database: Database, { wanted, createKey }: ProjectKeyOptions): string => {
  const row = database.prepare('SELECT public_key FROM projects WHERE id = ?').get(ONLY_PROJECT_ID);
  const kept = row && textOf(row, 'public_key');
  const key = wanted ?? kept ?? createKey();
  if (key !== kept) {
    database
      .prepare('INSERT INTO projects (id, public_key) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET public_key = excluded.public_key')
      .run(ONLY_PROJECT_ID, key);
  }
  return key;
};
