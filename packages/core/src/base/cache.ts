/** Answers what `make` made of a key before, as far as it is remembered. `make` must not answer `undefined`. */
export type Cache<T> = (key: string, make: (key: string) => T) => T;

/** Remembers `most` answers; then all are forgotten, which is cheap and good enough for keys that repeat. */
export const createCache = <T>(most: number): Cache<T> => {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
};
