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
  const inTurn = createTurns(WRITES);

  const isOutOfTime = (): boolean => since !== undefined && performance.now() - since > lastWrites;

  /** Nothing is printed that a process without us would not print when it dies. */
  const fail = (problem: string, cause?: unknown): void => {
    if (since !== undefined) throw new Error(problem, { cause });
    report({ code: 'T1009', detail: problem });
  };

  const finish = (file: ParcelFile, bring: () => void): void => {
    const written = attempt(() => land(shelf, file, bring));
    if (written.ok) return;
    file.state = 'gone';
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
        // What has reached its end while it waited is not written any more.
        return (file.writing ??= inTurn(async () => file.state === 'new' && write(part, file.text())).then(
          () => finish(file, () => undefined),
          (error: unknown) => finish(file, () => { throw error; }),
        ));
      }
      finish(file, () => {
        if (file.writing) attempt(() => unlinkSync(part));
        writeNow(part, file.text());
      });
      return undefined;
    },
  };
};

/** Runs so many at a time, and of the others the newest first: what has waited longest is sent next, and then needs no file. */
const createTurns = (most: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run: () => Promise<unknown>): Promise<void> => {
    if (running < most) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await run();
    } finally {
      const next = waiting.pop();
      if (next) next();
      else running--;
    }
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
