import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { attempt } from '@tocsin/core/platform';
import { CHANGE, MODE, NEW } from './parcel-file';

/** Writes into files at once: what is added at the end, what is crossed out in the middle. */
export interface Pen<Box extends object> {
  /** Writes at this place, all of it. A box of which nothing is written yet has no file, and gets a new one. Throws when that fails. */
  readonly write: (box: Box, text: Uint8Array, at: number) => void;
  /** Cuts off what was begun behind this place. */
  readonly cut: (box: Box, at: number) => void;
  /** Nothing more is written into this one. */
  readonly lift: (box: Box) => void;
}

/** Keeps the file open into which it wrote last, for much is written in a row. */
export const createPen = <Box extends { readonly count: number }>(pathOf: (box: Box) => string): Pen<Box> => {
  let current: { readonly box: Box; readonly file: number } | undefined;
  const close = (): void => {
    const { file } = current ?? {};
    current = undefined;
    if (file !== undefined) attempt(() => closeSync(file));
  };
  const fileOf = (box: Box): number => {
    if (current?.box === box) return current.file;
    close();
    const file = openSync(pathOf(box), box.count > 0 ? CHANGE : NEW, MODE);
    current = { box, file };
    return file;
  };
  return {
    write(box, text, at) {
      const file = fileOf(box);
      for (let done = 0; done < text.length; ) done += writeSync(file, text, done, text.length - done, at + done);
    },
    cut: (box, at) => void attempt(() => ftruncateSync(fileOf(box), at)),
    lift(box) {
      if (current?.box === box) close();
    },
  };
};
