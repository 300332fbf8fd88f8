/** Files in a spool, at most: a list of their names is read in a moment. */
const MAX_FILES = 10_000;

/** How much lies in a spool, by the names of the files: no file has to be looked at. */
export interface Stock {
  readonly add: (name: string, bytes: number) => void;
  readonly delete: (name: string) => void;
  /** Forgets all but these. */
  readonly keepOnly: (names: ReadonlySet<string>) => void;
  /** Whether one more file has its place. */
  readonly hasRoom: (bytes: number) => boolean;
}

/** Empty. */
export const createStock = (maxBytes: number): Stock => {
  const sizes = new Map<string, number>();
  let total = 0;
  const forget = (name: string): void => {
    total -= sizes.get(name) ?? 0;
    sizes.delete(name);
  };
  return {
    add(name, bytes) {
      forget(name);
      sizes.set(name, bytes);
      total += bytes;
    },
    delete: forget,
    keepOnly(names) {
      for (const name of sizes.keys()) if (!names.has(name)) forget(name);
    },
    hasRoom: (bytes) => sizes.size < MAX_FILES && total + bytes <= maxBytes,
  };
};
