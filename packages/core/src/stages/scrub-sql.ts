import type { ScrubRuleName, ValueRule } from './scrub-rules';

/** Characters of a statement before a value, at most: each value looks back over as many. */
const LONGEST = 2000;

/** Columns, and what stands between `VALUES` and the value. Names may stand in the quotes of any dialect. */
const STATEMENT = /insert\s+into[^()]{1,200}\(([^()]+)\)\s*values\s*(\(.*)$/is;

/** A text, its quotes doubled or behind a backslash. */
const TEXT = /^(?:[^'\\]|''|\\.)*/s;

const timesIn = (text: string, sign: string): number => text.split(sign).length - 1;

/**
 * `insert into users (email, password) values ('…', '…')`: query builders put the values into what they say of a statement
 * that failed. The name of a value is the column at its place; of several rows each begins anew.
 */
export const sqlValues: ValueRule & { readonly name: ScrubRuleName } = {
  name: 'pair',
  hint: /insert\s+into/i,
  pattern: /'/g,
  ahead: true,
  check(_quote, { index, input }, isSecretKey) {
    const [, columns = '', values = ''] = STATEMENT.exec(input.slice(Math.max(0, index - LONGEST), index)) ?? [];
    const row = values.slice(values.lastIndexOf('(') + 1);
    // Behind an odd number of quotes this one ends a text.
    if (timesIn(row, "'") % 2) return 0;
    const column = columns.split(',')[timesIn(row.replace(/'[^']*'/g, ''), ',')] ?? '';
    return isSecretKey(column) ? (TEXT.exec(input.slice(index + 1, index + 1 + LONGEST))?.[0].length ?? 0) : 0;
  },
};
