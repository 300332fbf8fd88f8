import type { Row } from './driver';

/** A column that is not what the schema says: the file was changed by something else, or by a bug of ours. */
const mismatch = (column: string, wanted: string): Error => new Error(`column ${column} of the database is not ${wanted}`);

/** A text column that is never null. */
export const textOf = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column, 'text');
  return value;
};

/** A text column that may be null. */
export const optionalTextOf = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : textOf(row, column);

/** An integer column that is never null. */
export const integerOf = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column, 'an integer');
  return value;
};
