import { renameSync, unlinkSync } from 'node:fs';
import type { Report } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';
import { codeOf } from './code-of';
import { write, writeNow } from './parcel-file';
import type { Shelf } from './shelf';

/** Files that are written at a time: a process may have no more than 256 descriptors, and no disk is faster for more. */
const WRITES = 8;

/** A parcel's file. */
export interface ParcelFile {
  readonly name: string;
  /** What is to be written; nothing, once it is. Not before its turn: in a burst a thousand wait, whose texts would be as large again as they are. */
  text: () => string;
  state: 'new' | 'held' | 'free' | 'gone';
  /** Until it is written. */
  writing?: Promise<void>;
}

/** What a writer works with. */
export interface FileWriterOptions {
  readonly shelf: Shelf;
  /** How long a dying process may write, milliseconds. */
  readonly lastWrites: number;
  readonly report: Report;
}

/** Writes the files of a shelf: whole, or not at all. */
export const createFileWriter = ({ shelf, lastWrites, report }: FileWriterOptions) => {
  /** When the process began to die. */
  let since: number | undefined;
  const turns = createTurns(WRITES);

  const isOutOfTime = (): boolean => since !== undefined && performance.now() - since > lastWrites;

  /** Nothing is printed that a process without us would not print when it dies. */
  const fail = (problem: string, cause?: unknown): void => {
    if (since !== undefined) throw new Error(problem, { cause });
    report({ code: 'T1009', detail: problem });
  };

  const finish = (file: ParcelFile, bring: () => void): void => {
    const written = attempt(() => land(shelf, file, bring));
    if (written.ok) return;
    forsake(file);
    shelf.remove(file.name);
    shelf.distrust();
    fail(codeOf(written.error), written.error);
  };

  return {
    /** From now on, until the event loop goes round again, there is no later. */
    hurry(): void {
      since ??= performance.now();
      setImmediate(() => (since = undefined)).unref();
    },
    isDying: () => since !== undefined,
    /** Whether there is a place to write to, and the time. */
    isReady(): boolean {
      if (isOutOfTime()) return false;
      const problem = shelf.isOpen() ? undefined : shelf.open(true);
      if (problem !== undefined) fail(problem);
      return problem === undefined;
    },
    /** Writes what is not there yet; answers with nothing when that is done. */
    write(file: ParcelFile): Promise<void> | undefined {
      if (file.state !== 'new' || isOutOfTime()) return undefined;
      const part = shelf.partAt(file.name);
      if (since === undefined) {
        // A dying process may have written it meanwhile.
        return (file.writing ??= turns.take(file, async () => file.state === 'new' && write(part, file.text())).then(
          (hadTurn) => (hadTurn ? finish(file, () => undefined) : undefined),
          (error: unknown) => finish(file, () => { throw error; }),
        ));
      }
      finish(file, () => {
        if (file.writing) attempt(() => unlinkSync(part));
        writeNow(part, file.text());
      });
      return undefined;
    },
    /** Nobody needs the file any more: it waits no longer. */
    giveUp(file: ParcelFile): void {
      forsake(file);
      turns.leave(file);
    },
  };
};

/** It will not be there, and holds nothing of what was to be written. */
const forsake = (file: ParcelFile): void => {
  file.state = 'gone';
  file.text = () => '';
};

/** Runs so many at a time, and of the others the newest first: what has waited longest is sent next, and then needs no file. */
const createTurns = (most: number) => {
  const waiting: { readonly file: ParcelFile; readonly end: (isTurn: boolean) => void }[] = [];
  let running = 0;
  return {
    /** Whether there was a turn. */
    async take(file: ParcelFile, run: () => Promise<unknown>): Promise<boolean> {
      if (running < most) running++;
      else if (!(await new Promise<boolean>((end) => waiting.push({ file, end })))) return false;
      try {
        await run();
        return true;
      } finally {
        const next = waiting.pop();
        if (next) next.end(true);
        else running--;
      }
    },
    /** The file needs no turn; whoever waits for it goes on at once. */
    leave(file: ParcelFile): void {
      const at = waiting.findIndex((one) => one.file === file);
      if (at >= 0) waiting.splice(at, 1).forEach(({ end }) => end(false));
    },
  };
};

/** Brings a file to where it belongs. Throws when that fails, unless nobody needs it any more. */
const land = (shelf: Shelf, file: ParcelFile, bring: () => void): void => {
  const part = shelf.partAt(file.name);
  const brought = attempt(bring);
  const isNeeded = file.state === 'new';
  file.text = () => '';
  const moved = brought.ok && isNeeded ? attempt(() => renameSync(part, shelf.heldAt(file.name))) : brought;
  if (moved.ok && isNeeded) file.state = 'held';
  else attempt(() => unlinkSync(part));
  if (!moved.ok && isNeeded) throw moved.error;
};
