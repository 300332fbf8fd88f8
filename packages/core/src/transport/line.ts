import type { Entry } from './entry';

/** What a transport answers for, in the order in which it is to be sent. A `Set` is one. */
export type Line = Iterable<Entry> & Pick<Set<Entry>, 'size' | 'has' | 'delete'> & {
  readonly add: (entry: Entry) => unknown;
  readonly forEach: (visit: (entry: Entry) => void) => void;
};

/**
 * A line in which each entry knows its neighbours, and so stands in no other. For platforms where thousands may wait: in a
 * flood, where each newcomer pushes one out that has hardly come, a `Set` gets a new table all the time, in old memory.
 */
export const createLine = (): Line => new LinkedLine();

class LinkedLine implements Line {
  /** Stands before the first and behind the last, so that each has two neighbours. */
  readonly #ends: Entry = { parcel: { id: '', category: 'error', issue: '', header: {}, items: [] } };
  size = 0;

  constructor() {
    this.#ends.before = this.#ends.behind = this.#ends;
  }

  has({ behind }: Entry): boolean {
    return behind !== undefined;
  }

  /** Behind all others. It must not stand here yet. */
  add(entry: Entry): void {
    const last = this.#ends.before ?? this.#ends;
    entry.before = last;
    entry.behind = this.#ends;
    last.behind = this.#ends.before = entry;
    this.size++;
  }

  /** Whether it stood here. */
  delete(entry: Entry): boolean {
    const { before, behind } = entry;
    if (!before || !behind) return false;
    before.behind = behind;
    behind.before = before;
    // What has left holds nobody: the garbage collector finds those that have grown old late.
    entry.before = entry.behind = undefined;
    this.size--;
    return true;
  }

  forEach(visit: (entry: Entry) => void): void {
    for (const entry of this) visit(entry);
  }

  /** From the first to the last, or until somebody takes the next one out meanwhile. */
  *[Symbol.iterator](): Iterator<Entry> {
    for (let next = this.#ends.behind; next?.behind && next !== this.#ends; ) {
      const entry = next;
      next = entry.behind;
      yield entry;
    }
  }
}
