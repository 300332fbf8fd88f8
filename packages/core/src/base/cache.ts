/** Answers what `make` made of a key before, as far as it is remembered. `make` must be the same for a key each time, and must not answer `undefined`. */
export type Cache<T> = (key: string, make: (key: string) => T) => T;

/** Longer keys are not remembered, characters: whoever makes them seldom makes the same again. */
const LONGEST = 2000;

/** Remembers `most` answers; then all are forgotten, which is cheap and good enough for keys that repeat. */
export const createCache = <T>(most: number): Cache<T> => {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const made = make(key);
    // A piece of a text would keep all of it: a copy of the piece does not.
    if (key.length < LONGEST) known.set(` ${key}`.slice(1), made);
    return made;
  };
};
