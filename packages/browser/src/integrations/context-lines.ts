import type { Event, Integration, StackFrame } from '@tocsin/core';
import { copyBag } from '@tocsin/core/platform';

/** Options of {@link contextLinesIntegration}. */
export interface ContextLinesOptions {
  /** Lines on either side. Default 7. */
  readonly frameContextLines?: number | undefined;
}

/** Longer lines are no source that somebody would read, characters. */
const MAX_LINE = 500;

/**
 * Line breaks before the page's head, by how usual they are: browsers do not keep them, so that lines of what they
 * have kept count from there. One after the doctype, one after `<html>`.
 */
const LOST_LINES = [2, 1, 0, 3, 4, 5, 6, 7, 8];

/** Frames count from 1; a call, or what is thrown, begins where a word does. */
const isWordAt = (line: string, colno: number): boolean => /^(?<!\w)[\w$(['"`]/.test(line.slice(colno - 1)) && !/\w$/.test(line.slice(0, colno - 1));

/** The lines of the page, put so that every one of the frames finds a word of a script where it stands; `undefined` when there is no such place. */
const linesFor = (frames: readonly StackFrame[]): readonly string[] | undefined => {
  const kept = document.documentElement.outerHTML.split('\n');
  const scripts = Array.from(document.scripts, ({ text }) => text).join('\n');
  for (const lost of LOST_LINES) {
    const lines = [...Array<string>(lost).fill(''), ...kept];
    const fits = ({ lineno = 0, colno = 0 }: StackFrame): boolean => {
      const line = lines[lineno - 1] ?? '';
      return isWordAt(line, colno) && scripts.includes(line.replace(/^.*<script[^>]*>|<\/script>.*$/g, ''));
    };
    if (frames.every(fits)) return lines;
  }
  return undefined;
};

/** Of the page itself: scripts in files have source maps. */
const framesOfPage = ({ exception }: Event): readonly StackFrame[] => {
  const page = location.href.replace(/#.*/, '');
  return exception?.values.flatMap(({ stacktrace }) => stacktrace?.frames.filter(({ filename, lineno }) => filename === page && lineno !== undefined) ?? []) ?? [];
};

/**
 * Adds lines of source to frames of scripts that stand in the page itself, from what the browser has kept of it.
 * Where the page has changed so much that the places cannot be told, none are added. Scrubbed like all text. Not
 * installed by default.
 */
export const contextLinesIntegration = (options?: ContextLinesOptions): Integration => ({
  name: 'ContextLines',
  processEvent(event) {
    const { frameContextLines: wanted } = copyBag(options);
    const around = typeof wanted === 'number' ? wanted : 7;
    // A worker has no page.
    const frames = 'document' in globalThis ? framesOfPage(event) : [];
    const lines = frames.length > 0 ? linesFor(frames) : undefined;
    for (const frame of lines ? frames : []) {
      const at = (frame.lineno ?? 0) - 1;
      const part = (from: number, to: number): string[] => (lines ?? []).slice(Math.max(0, from), to).map((line) => line.slice(0, MAX_LINE));
      frame.pre_context = part(at - around, at);
      [frame.context_line] = part(at, at + 1);
      frame.post_context = part(at + 1, at + 1 + around);
    }
    return event;
  },
});
