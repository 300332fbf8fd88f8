type Make<T> = (key: string) => T;

/** Answers what `make` made of a key before, as far as it is remembered. `make` must not answer `undefined`; where none is given, the cache asks its own. */
export type Cache<T> = (key: string, make?: Make<T>) => T;

/** Longer keys are not remembered, characters: whoever makes them seldom makes the same again. */
const LONGEST = 2000;

/** Remembers `most` answers; then all are forgotten, which is cheap and good enough for keys that repeat. Without `usual` each question must bring its own `make`. */
export const createCache = <T>(most: number, usual?: Make<T>): Cache<T> => {
  const known = new Map<string, T>();
  return (key, make = usual) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const made = (make as Make<T>)(key); // one of the two is given
    // A piece of a text would keep all of it: a copy of the piece does not.
    if (key.length < LONGEST) known.set(` ${key}`.slice(1), made);
    return made;
  };
};
