/**
 * What the inbox asks of an embedded SQL database: four members, so that another engine
 * (better-sqlite3, say) can take the place of `node:sqlite`. Calls are synchronous: one process
 * writes, and a write takes less time than handing it to a thread would.
 */
export interface Database {
  /** Runs statements that give no rows. Throws what the engine throws. */
  exec(sql: string): void;
  /** Compiles once; keep the result. */
  prepare(sql: string): Statement;
  /** Releases the file. Everything committed stays. */
  close(): void;
}

/** A compiled statement. Parameters stand for `?` in order. */
export interface Statement {
  run(...parameters: readonly SqlValue[]): { readonly changes: number; readonly lastId: number };
  get(...parameters: readonly SqlValue[]): Row | undefined;
  all(...parameters: readonly SqlValue[]): readonly Row[];
}

/** What can be stored. Integers must be safe ones (below 2^53). */
export type SqlValue = string | number | null | Uint8Array;

/** One row, column by column. Read it with `textOf`, `integerOf`, …, which check the type. */
export type Row = Readonly<Record<string, unknown>>;
