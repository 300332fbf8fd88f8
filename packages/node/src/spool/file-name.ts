/** What the name of a file in the spool says; so a list of names is all that has to be read. */
export interface FileName {
  /** The name while nobody holds it: sorts by age. */
  readonly name: string;
  /** When it was written, milliseconds since the epoch. */
  readonly since: number;
  readonly bytes: number;
  /** Still being written, or given up by who wrote it. */
  readonly isUnfinished: boolean;
  /** Who holds it, or writes it. */
  readonly holder: string | undefined;
}

const PATTERN = /^((\d{14})-\d{6}-[0-9a-z]+-(\d+)\.parcel)(?:\.(held|part)-([\w-]+))?$/;

/** The name of a new file. `count` tells apart what one process writes in one millisecond; `author` tells processes apart. */
export const newName = ({ now, count, author, bytes }: { readonly now: number; readonly count: number; readonly author: string; readonly bytes: number }): string =>
  `${String(Math.max(0, now)).padStart(14, '0')}-${String(count % 1e6).padStart(6, '0')}-${author}-${bytes}.parcel`;

/** The name while `holder` holds it. */
export const heldName = (name: string, holder: string): string => `${name}.held-${holder}`;

/** The name while `holder` writes it. */
export const partName = (name: string, holder: string): string => `${name}.part-${holder}`;

/** Reads a name; `undefined` when the file is none of ours. */
export const readName = (file: string): FileName | undefined => {
  const [, name, since, bytes, state, holder] = PATTERN.exec(file) ?? [];
  return name === undefined ? undefined : { name, since: Number(since), bytes: Number(bytes), isUnfinished: state === 'part', holder };
};
