import { readText } from '../read-text';

/** A larger file is a bundle that nobody reads, bytes. */
const MAX_FILE = 1_000_000;

/** Characters of all files that are kept: those of some fifty modules. */
const MAX_KEPT = 1_500_000;

/** Files that are remembered, those that cannot be read among them. */
const MAX_FILES = 500;

/** A line longer than this is one of a minifier's, or data, characters. */
const LONG = 1_000;

/** Of so many lines one may be long, as is a picture or a source map inside of a file that somebody wrote. */
const LINES_PER_LONG_ONE = 10;

/** What V8 takes for the end of a line. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;

/** What JavaScript is written in, or made from. */
const SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|mdx|coffee|civet|clj[cs]?|elm|res|kt|scala)$/i;

/** A stack is text that may come from anywhere, and so may name any file: keys and settings are not read. The file that the process was started with may have any name. */
const isSource = (path: string): boolean => SOURCE.test(path) || path === process.argv[1];

/** Reads the sources that stacks point to. */
export interface SourceFiles {
  /** The lines of a file, the first one at 0; `undefined` when there is nothing to be read that a person could read. */
  linesOf(path: string): readonly string[] | undefined;
}

const load = (path: string): readonly string[] | undefined => {
  const lines = isSource(path) ? readText(path, MAX_FILE)?.split(LINE_END) : undefined;
  if (!lines) return undefined;
  const long = lines.filter((line) => line.length > LONG && !line.startsWith('//# sourceMappingURL=')).length;
  return long * LINES_PER_LONG_ONE > lines.length ? undefined : lines;
};

const sizeOf = (lines: readonly string[] | undefined): number => lines?.reduce((sum, { length }) => sum + length, 0) ?? 0;

/**
 * Keeps the files that were asked for last. It reads at once: a file of the app takes some tens of
 * microseconds and is read once, which is less than an event costs; and so an event is finished when
 * its capture returns, also in a crash.
 */
export const createSourceFiles = (): SourceFiles => {
  const files = new Map<string, readonly string[] | undefined>();
  let kept = 0;

  const keep = (path: string, lines: readonly string[] | undefined): void => {
    files.set(path, lines);
    kept += sizeOf(lines);
    for (const [oldest, itsLines] of files) {
      if ((kept <= MAX_KEPT && files.size <= MAX_FILES) || oldest === path) return;
      files.delete(oldest);
      kept -= sizeOf(itsLines);
    }
  };

  return {
    linesOf(path) {
      const known = files.has(path);
      const lines = known ? files.get(path) : load(path);
      if (known) files.delete(path);
      else keep(path, lines);
      // What is asked for last is the last to go.
      files.set(path, lines);
      return lines;
    },
  };
};
