import type { StackFrame, Undo } from '@tocsin/core';
import type { SourceFiles } from './source-files';
import { createSourceFiles } from './source-files';

/** Longer lines are cut around the place of the call, characters. */
const MAX_LINE = 140;

/** Only files have lines: not `node:fs`, not `<anonymous>`, not what a bundler evaluates. */
const isFile = (path: string | undefined): path is string => path !== undefined && /^(?:\/|[A-Za-z]:[\\/])/.test(path);

/** The part of a line that shows column `at` (1-based). */
const cut = (line: string, at = 1): string => {
  if (line.length <= MAX_LINE) return line;
  const start = Math.max(0, Math.min(at - 1 - MAX_LINE / 2, line.length - MAX_LINE));
  const end = start + MAX_LINE;
  return `${start > 0 ? '...' : ''}${line.slice(start, end)}${end < line.length ? '...' : ''}`;
};

/** Shows the source around the frames of a client's stacks, while it is told to. */
export interface ContextLines {
  /**
   * The frame with the lines around it. They are read when somebody looks: a frame of an event that is
   * folded away, or sampled out, costs no file.
   */
  around(frame: StackFrame): StackFrame;
  /** So many lines on either side from now on. The undo shows none any more. */
  show(count: number): Undo;
}

/** See {@link ContextLines}; one for each client, beside the parser of its stacks. */
export const createContextLines = (given?: SourceFiles): ContextLines => {
  let count: number | undefined;
  let files = given;
  const linesOf: SourceFiles['linesOf'] = (path) => (files ??= createSourceFiles()).linesOf(path);
  return {
    around(frame) {
      const { abs_path: path, lineno = 0, colno } = frame;
      if (count === undefined || !isFile(path) || lineno < 1) return frame;
      const slice = (from: number, to: number): string[] | undefined => linesOf(path)?.slice(Math.max(0, from), to).map((line) => cut(line));
      const shown = count;
      return {
        ...frame,
        get pre_context() {
          return slice(lineno - 1 - shown, lineno - 1);
        },
        get context_line() {
          const line = linesOf(path)?.[lineno - 1];
          return line === undefined ? undefined : cut(line, colno);
        },
        get post_context() {
          return slice(lineno, lineno + shown);
        },
      };
    },
    show(wanted) {
      count = wanted;
      return () => (count = undefined);
    },
  };
};
