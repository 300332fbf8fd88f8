import type { Size } from './file-name';

/** Parcels in a spool, at most. */
const MAX_PARCELS = 10_000;

/** How much lies in a spool, by the names of the files: no file has to be looked at. */
export interface Stock {
  /** There is a file, or it has become so large. */
  readonly add: (name: string, size: Size) => void;
  readonly delete: (name: string) => void;
  /** Forgets all but these. */
  readonly keepOnly: (names: ReadonlySet<string>) => void;
  /** Keeps a place for a parcel that is to be written; gives it back for as many bytes less than none. */
  readonly reserve: (bytes: number) => void;
  /** Whether one more parcel has its place. */
  readonly hasRoom: (bytes: number) => boolean;
}

/** Empty. */
export const createStock = (maxBytes: number): Stock => {
  const sizes = new Map<string, Size>();
  let bytes = 0;
  let count = 0;
  const change = (size: Size | undefined, by: 1 | -1): void => {
    bytes += by * (size?.bytes ?? 0);
    count += by * (size?.count ?? 0);
  };
  const forget = (name: string): void => {
    change(sizes.get(name), -1);
    sizes.delete(name);
  };
  return {
    add(name, { count: parcels, bytes: size }) {
      forget(name);
      sizes.set(name, { count: parcels, bytes: size });
      change(sizes.get(name), 1);
    },
    delete: forget,
    keepOnly(names) {
      for (const name of sizes.keys()) if (!names.has(name)) forget(name);
    },
    reserve(more) {
      bytes += more;
      count += Math.sign(more);
    },
    hasRoom: (more) => count < MAX_PARCELS && bytes + more <= maxBytes,
  };
};
