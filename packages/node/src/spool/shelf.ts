import { lstatSync, readdirSync, renameSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, attemptOr } from '@tocsin/core/platform';
import type { FileName, Size, Stamp } from './file-name';
import { heldName, newName, partName, readName, sizedName } from './file-name';
import { openFolder } from './folder';
import type { HeldFiles } from './held-files';
import { createHeldFiles } from './held-files';
import type { Holder } from './holder';
import { createHolder } from './holder';
import { createStock } from './stock';

/** What a shelf is made of. */
export interface ShelfOptions {
  /** Folders that may hold it, the best first. Asked each time that it is opened: a process may have changed its user meanwhile. */
  readonly roots: () => readonly string[];
  /** Its own folder in there. Asked when it is needed. */
  readonly folder: () => string;
  readonly maxBytes: number;
  readonly now: () => number;
  /** Who we are. Default: this process. */
  readonly holder?: Holder | undefined;
}

/**
 * The folder that several processes share, as one of them sees it: what lies there, who holds what, whether
 * there is room. A file belongs to whoever renames it first. Renaming and removing happens at once, so that a
 * dying process finds everything where it was put. What is in the files is the business of `Boxes`.
 */
export interface Shelf {
  /** Opens the folder, with `create` also one that is not there, and sees what lies in it. Answers with what is wrong with it, in words. */
  readonly open: (create: boolean) => string | undefined;
  readonly isOpen: () => boolean;
  /** Trusts the folder no longer: it is opened anew before it is written to. */
  readonly distrust: () => void;
  /** Looks whether the folder is still the one that was opened; one that is gone, or another one in its place, is not trusted. */
  readonly lookAgain: () => void;
  /** Whether one more parcel has its place. */
  readonly hasRoom: (bytes: number) => boolean;
  /** Keeps a place for a parcel that is to be written; gives it back for as many bytes less than none. */
  readonly reserve: (bytes: number) => void;
  /** A new one each time. */
  readonly stamp: () => Stamp;
  /** Takes the room for a new file, which we hold; answers with its name. The stamp of the oldest in it. */
  readonly add: (stamp: Stamp, size: Size) => string;
  /** A file that we hold has become so large. */
  readonly resize: (name: string, size: Size) => void;
  /** Where a free file is. */
  readonly at: (name: string) => string;
  /** Where a file that we hold is. */
  readonly heldAt: (name: string) => string;
  /** Where it is written. */
  readonly partAt: (name: string) => string;
  /** Lets others have a file that we hold; answers with its name, which tells the size from now on. `isNext`: it is the next one to be claimed, not the last. */
  readonly release: (name: string, size: Size, isNext: boolean) => string;
  /** Removes a file that we hold or have let go of, and gives its room back. */
  readonly remove: (name: string) => void;
  /** Takes hold of the oldest free file, of those with these names if they are given; `undefined` when there is none. */
  readonly claim: (names?: ReadonlyMap<string, unknown>) => FileName | undefined;
  readonly isFree: (name: string) => boolean;
  readonly hasFree: () => boolean;
  /** Something that lies there and is none of ours; `undefined` when there was nothing of the kind at the last look. */
  readonly stranger: () => string | undefined;
}

/** Opens nothing yet. */
export const createShelf = (options: ShelfOptions): Shelf => {
  const stock = createStock(options.maxBytes);
  const { open, list, ...shared } = createSharedFolder(options);
  const { at, heldAt, touch } = shared;
  const held = createHeldFiles((name) => touch(heldAt(name)));
  const free = createFree(shared, held);

  const forget = (name: string): void => {
    held.delete(name);
    stock.delete(name);
  };

  return {
    ...shared,
    open(create) {
      const problem = open(create);
      if (!shared.isOpen()) return problem;
      attempt(() => {
        const others = list().filter(({ name }) => !held.names.has(name));
        stock.keepOnly(held.names);
        for (const { name, count, bytes } of others) stock.add(name, { count: Math.max(1, count), bytes });
        free.reset(others);
      });
      return problem;
    },
    hasRoom: stock.hasRoom,
    reserve: stock.reserve,
    add(stamp, size) {
      const name = shared.newName(stamp, size);
      stock.add(name, size);
      held.add(name);
      return name;
    },
    resize: stock.add,
    release(name, size, isNext) {
      const sized = sizedName(name, size);
      forget(name);
      renameSync(heldAt(name), at(sized));
      stock.add(sized, size);
      free.put(sized, isNext);
      return sized;
    },
    remove(name) {
      forget(name);
      attempt(() => unlinkSync(free.delete(name) ? at(name) : heldAt(name)));
    },
    claim: free.claim,
    isFree: free.has,
    hasFree: () => free.size() > 0,
  };
};

/** What can be claimed, oldest first. */
const createFree = ({ at, heldAt, touch }: Pick<ReturnType<typeof createSharedFolder>, 'at' | 'heldAt' | 'touch'>, held: HeldFiles) => {
  /** The file by its name. */
  const files = new Map<string, string>();
  return {
    size: () => files.size,
    delete: (name: string): boolean => files.delete(name),
    reset(found: readonly Listed[]): void {
      files.clear();
      for (const { name, file, isFree } of found) if (isFree) files.set(name, file);
    },
    put(name: string, isNext: boolean): void {
      const behind = isNext ? [...files] : [];
      if (isNext) files.clear();
      files.set(name, name);
      for (const [other, file] of behind) files.set(other, file);
    },
    has: (name: string): boolean => files.has(name),
    claim(names?: ReadonlyMap<string, unknown>): FileName | undefined {
      for (const [name, file] of files) {
        if (names && !names.has(name)) continue;
        files.delete(name);
        touch(at(file));
        // Another process may have been quicker.
        if (!attempt(() => renameSync(at(file), heldAt(name))).ok) continue;
        held.add(name);
        return readName(name);
      }
      return undefined;
    },
  };
};

interface Listed extends FileName {
  readonly file: string;
  readonly isFree: boolean;
}

/** Tells folders apart that have the same path one after the other (which may even have the same number), and one from what it was when somebody else could not enter it. Of a link it tells the link. */
const identityOf = (folder: string): string | undefined =>
  attemptOr(undefined, () => {
    const { ino, birthtimeMs, uid, mode } = lstatSync(folder);
    return `${ino} ${birthtimeMs} ${uid} ${mode}`;
  });

/** The folder itself. What others have begun to write and left is taken away. */
const createSharedFolder = ({ roots, folder, now, holder: given }: ShelfOptions) => {
  const author = Math.random().toString(36).slice(2, 10);
  let count = 0;
  let path: string | undefined;
  let isTrusted = false;
  let identity: string | undefined;
  let stranger: string | undefined;
  let known = given;
  const holder = (): Holder => (known ??= createHolder());
  const at = (file: string): string => join(path ?? '/dev/null', file);
  const heldAt = (name: string): string => at(heldName(name, holder().tag));
  const isAbandoned = (file: string, by: string): boolean => attemptOr(false, () => holder().isGone(by, lstatSync(at(file)).mtimeMs, now()));

  return {
    at,
    heldAt,
    partAt: (name: string): string => at(partName(name, holder().tag)),
    stamp: (): Stamp => ({ now: now(), nth: count++ }),
    newName: (stamp: Stamp, size: Size): string => newName(stamp, author, size),
    touch: (file: string): void => attemptOr(undefined, () => utimesSync(file, now() / 1000, now() / 1000)),
    isOpen: () => isTrusted,
    stranger: () => stranger,
    distrust: () => void (isTrusted = false),
    lookAgain() {
      if (isTrusted) isTrusted = identityOf(at('')) === identity;
    },
    open(create: boolean): string | undefined {
      const opened = openFolder(roots(), folder, create);
      isTrusted = opened !== undefined && 'path' in opened;
      if (opened && 'path' in opened) identity = identityOf(({ path } = opened).path);
      return opened && 'problem' in opened ? opened.problem : undefined;
    },
    list: (): readonly Listed[] =>
      readdirSync(at(''))
        .sort()
        .flatMap((file) => {
          const found = readName(file);
          if (!found) {
            stranger ??= at(file);
            return [];
          }
          const isFree = found.holder === undefined || isAbandoned(file, found.holder);
          if (!found.isUnfinished) return [{ ...found, file, isFree }];
          if (isFree) attempt(() => unlinkSync(at(file)));
          return [];
        }),
  };
};
