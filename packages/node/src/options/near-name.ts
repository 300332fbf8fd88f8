/** Letters that may be wrong, left out, too many or in the wrong order, for a name to be meant. */
const SLIPS = 2;

/** The one of `names` that `given` is a slip for, or two (`slips`: at most so many); `undefined` when it is none. */
export const nearName = (given: string, names: readonly string[], slips = SLIPS): string | undefined => names.find((known) => isSlip(given.toLowerCase(), known.toLowerCase(), slips));

/** Whether two names differ by so many slips at most; by fewer than half of a short one's letters. */
const isSlip = (a: string, b: string, slips: number): boolean => Math.abs(a.length - b.length) <= slips && distance(a, b) <= Math.min(slips, Math.floor(b.length / 3));

/** Steps from one text to another: a letter put in, left out, or replaced, or two neighbours exchanged. */
const distance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row++) {
    rows[row] = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isExchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (isSame ? 0 : 1), isExchanged ? at(row - 2, column - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
};
