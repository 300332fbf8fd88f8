import { lstatSync, readdirSync, renameSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, attemptOr } from '@tocsin/core/platform';
import type { FileName } from './file-name';
import { heldName, newName, partName, readName } from './file-name';
import { openFolder } from './folder';
import { createHeldFiles } from './held-files';
import type { Holder } from './holder';
import { createHolder } from './holder';
import { createStock } from './stock';

/** What a shelf is made of. */
export interface ShelfOptions {
  /** Folders that may hold it, the best first. */
  readonly roots: readonly string[];
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
 * dying process finds everything where it was put.
 */
export interface Shelf {
  /** Opens the folder, with `create` also one that is not there, and sees what lies in it. Answers with what is wrong with it, in words. */
  readonly open: (create: boolean) => string | undefined;
  readonly isOpen: () => boolean;
  /** Trusts the folder no longer: it is opened anew before it is written to. */
  readonly distrust: () => void;
  readonly hasRoom: (bytes: number) => boolean;
  /** Takes the room for a new file, which we hold; answers with its name. */
  readonly add: (bytes: number) => string;
  /** Where a file that we hold is. */
  readonly heldAt: (name: string) => string;
  /** Where it is written. */
  readonly partAt: (name: string) => string;
  /** Lets others have a file that we hold. */
  readonly release: (name: string) => void;
  /** Removes a file that we hold or have let go of, and gives its room back. */
  readonly remove: (name: string) => void;
  /** Takes hold of the oldest free file; `undefined` when there is none. */
  readonly claim: () => FileName | undefined;
  readonly hasFree: () => boolean;
  /** Something that lies there and is none of ours; `undefined` when there was nothing of the kind at the last look. */
  readonly stranger: () => string | undefined;
}

/** Opens nothing yet. */
export const createShelf = (options: ShelfOptions): Shelf => {
  const stock = createStock(options.maxBytes);
  const { open, list, ...place } = createPlace(options);
  const { at, heldAt, touch } = place;
  const held = createHeldFiles((name) => touch(heldAt(name)));
  /** What can be claimed, oldest first: the file by its name. */
  const free = new Map<string, string>();

  const look = (): void => {
    free.clear();
    stock.keepOnly(held.names);
    for (const { name, bytes, file, isFree } of list()) {
      if (held.names.has(name)) continue;
      stock.add(name, bytes);
      if (isFree) free.set(name, file);
    }
  };
  const claim = (): FileName | undefined => {
    for (const [name, file] of free) {
      free.delete(name);
      touch(at(file));
      // Another process may have been quicker.
      if (!attempt(() => renameSync(at(file), heldAt(name))).ok) continue;
      held.add(name);
      return readName(name);
    }
    return undefined;
  };

  return {
    ...place,
    open(create) {
      const problem = open(create);
      if (place.isOpen()) attempt(look);
      return problem;
    },
    hasRoom: stock.hasRoom,
    add(bytes) {
      const name = place.newName(bytes);
      stock.add(name, bytes);
      held.add(name);
      return name;
    },
    release(name) {
      held.delete(name);
      renameSync(heldAt(name), at(name));
      free.set(name, name);
    },
    remove(name) {
      held.delete(name);
      stock.delete(name);
      attempt(() => unlinkSync(free.delete(name) ? at(name) : heldAt(name)));
    },
    claim,
    hasFree: () => free.size > 0,
  };
};

interface Listed extends FileName {
  readonly file: string;
  readonly isFree: boolean;
}

/** The folder itself. What others have begun to write and left is taken away. */
const createPlace = ({ roots, folder, now, holder: given }: ShelfOptions) => {
  const author = Math.random().toString(36).slice(2, 10);
  let count = 0;
  let path: string | undefined;
  let isTrusted = false;
  let stranger: string | undefined;
  let known = given;
  const holder = (): Holder => (known ??= createHolder());
  const at = (file: string): string => join(path ?? '/dev/null', file);
  const heldAt = (name: string): string => at(heldName(name, holder().tag));
  const isLeft = (file: string, by: string): boolean => attemptOr(false, () => holder().isGone(by, lstatSync(at(file)).mtimeMs, now()));

  return {
    at,
    heldAt,
    partAt: (name: string): string => at(partName(name, holder().tag)),
    newName: (bytes: number): string => newName({ now: now(), count: count++, author, bytes }),
    touch: (file: string): void => attemptOr(undefined, () => utimesSync(file, now() / 1000, now() / 1000)),
    isOpen: () => isTrusted,
    stranger: () => stranger,
    distrust: () => void (isTrusted = false),
    open(create: boolean): string | undefined {
      const opened = openFolder(roots, folder, create);
      isTrusted = opened !== undefined && 'path' in opened;
      if (opened && 'path' in opened) ({ path } = opened);
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
          const isFree = found.holder === undefined || isLeft(file, found.holder);
          if (!found.isUnfinished) return [{ ...found, file, isFree }];
          if (isFree) attempt(() => unlinkSync(at(file)));
          return [];
        }),
  };
};
