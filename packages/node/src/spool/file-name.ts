/** What the name of a file in the spool says; so a list of names is all that has to be read. */
export interface FileName {
  /** The name while nobody holds it: sorts by age. */
  readonly name: string;
  /** When it was written, milliseconds since the epoch. */
  readonly since: number;
  /** Parcels in it, sent ones too; 0 where its author still wrote when it died. */
  readonly count: number;
  /** Its size; 0 likewise. */
  readonly bytes: number;
  /** Still being written, or given up by who wrote it. */
  readonly isUnfinished: boolean;
  /** Who holds it, or writes it. */
  readonly holder: string | undefined;
}

/** How much is in a file. */
export type Size = Pick<FileName, 'count' | 'bytes'>;

const PATTERN = /^((\d{14})-\d{6}-[0-9a-z]+-(\d{1,3})-(\d+)\.parcel)(?:\.(held|part)-([\w-]+))?$/;

/** When something came to be kept, `nth` in its process: by that files are sorted, and told apart. */
export interface Stamp {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly nth: number;
}

/** The name of a new file. `author` tells processes apart. */
export const newName = ({ now, nth }: Stamp, author: string, size: Size): string => `${String(Math.max(0, now)).padStart(14, '0')}-${String(nth % 1e6).padStart(6, '0')}-${author}-${ending(size)}`;

const ending = ({ count, bytes }: Size): string => `${count}-${bytes}.parcel`;

/** The same name with what the file has become. */
export const sizedName = (name: string, size: Size): string => name.replace(/\d+-\d+\.parcel$/, ending(size));

/** The name while `holder` holds it. */
export const heldName = (name: string, holder: string): string => `${name}.held-${holder}`;

/** The name while `holder` writes it. */
export const partName = (name: string, holder: string): string => `${name}.part-${holder}`;

/** Reads a name; `undefined` when the file is none of ours. */
export const readName = (file: string): FileName | undefined => {
  const [, name, since, count, bytes, state, holder] = PATTERN.exec(file) ?? [];
  return name === undefined ? undefined : { name, since: Number(since), count: Number(count), bytes: Number(bytes), isUnfinished: state === 'part', holder };
};
