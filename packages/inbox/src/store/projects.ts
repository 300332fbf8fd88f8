import { textOf } from './columns';
import type { Database } from './driver';

/** The inbox has one project, which is made with the file. */
export const ONLY_PROJECT_ID = 1;

/** How the key of the project is decided. */
export interface ProjectKeyOptions {
  /** The key to use from now on; absent: keep the one in the file. */
  readonly wanted: string | undefined;
  /** Makes a key; called once in the life of a file, when none was wanted. */
  readonly createKey: () => string;
}

const KEY = /^[\w-]{1,64}$/;

/**
 * Gives the key of project 1 and makes sure that it is in the file, so that DSNs stay valid over
 * restarts. Throws with one clear line when the wanted key cannot be part of a DSN.
 */
export const prepareProject = (database: Database, { wanted, createKey }: ProjectKeyOptions): string => {
  if (wanted !== undefined && !KEY.test(wanted)) {
    throw new Error('the key must be 1 to 64 letters, digits, "-" or "_" (other servers want 32 hexadecimal digits)');
  }
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
