import { describe, expect, it } from 'vitest';
import { exportedBy, withBorrowedComments, withFewComments, withoutStars } from '../../scripts/press/types.mjs';

const TYPES = `/** The client. */
interface Client {
/** Waits. */
flush(): Promise<boolean>;
}
/** Inner. */
type Ledger = object;
/** How much. */
interface FloodOptions {
/** At once. */
readonly burst?: number;
}
/** A few. */
declare const few: 3, many: 9;
export type { Client as C, FloodOptions as F, Ledger as L };
`;

describe('comments of types behind the doors', () => {
  it('stay with what apps name, and with options', () => {
    const left = withFewComments(TYPES, new Set(['Client']));
    expect(left).toBe(TYPES.replace('/** Inner. */\n', '').replace('/** A few. */\n', ''));
  });

  it('go where they are on a whole file', () => {
    expect(withFewComments(`/** The file.\nLong. */\n${TYPES}`, new Set(['Client', 'Ledger', 'few']))).toBe(TYPES);
  });

  it('are kept by any name of one declaration', () => {
    expect(withFewComments(TYPES, new Set(['many']))).toContain('/** A few. */');
  });
});

it('the names of a door are those that it hands out', () => {
  expect(exportedBy('export { a as Client, captureException };\nexport type { Ledger };\nexport { x as y };')).toEqual(new Set(['Client', 'captureException', 'Ledger', 'y']));
});

describe('a comment that refers to core', () => {
  const OURS = '/** See core. */\ndeclare const flush: typeof core.flush;\n/** See core. */\nexport {};\n';

  it('becomes the comment that stands there', () => {
    const core = '/** Other. */\ndeclare const close: () => void;\n/** Waits.\n * Long. */\ndeclare const flush: () => void;\n';
    expect(withBorrowedComments(OURS, core)).toBe(OURS.replace('/** See core. */', '/** Waits.\n * Long. */'));
  });

  it('must find one', () => {
    expect(() => withBorrowedComments(OURS, 'declare const flush: () => void;')).toThrow('core has no comment on flush');
  });
});

it('a comment needs no stars before its lines', () => {
  expect(withoutStars('/** Short. */\ntype A = 1;\n/**\n* Waits.\n*\n* - long\n* - short\n*/\ntype B = 2;\n')).toBe('/** Short. */\ntype A = 1;\n/** Waits.\n\n- long\n- short */\ntype B = 2;\n');
});
