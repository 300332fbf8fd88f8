import type { StackFrame } from '@tocsin/core';
import type { ParseStack } from '@tocsin/core/platform';
import { attempt } from '@tocsin/core/platform';

/** Servers keep 50 whole frames; of a deeper stack the innermost matter. */
const MAX_FRAMES = 50;

/** `path:line:column`; the path may hold colons (drive letters, URLs). */
const LOCATION = /^(.+?):(\d+):(\d+)$/;

/**
 * The place of the outermost `eval` call in `eval at name (eval at other (path:1:2)), <anonymous>:3:4`.
 * The nesting is bounded, so that no text makes it slow.
 */
const EVAL_ORIGIN = /^(?:eval at [^(]* \(){1,9}(.+?:\d+:\d+)\)/;

/** What V8 writes where a function has no source text: built in, a promise combinator, WebAssembly. */
const NO_SOURCE = /^(?:native|<anonymous>|index \d+|wasm:\/\/.*)$/;

/**
 * Reads V8's stack text (Node, Deno; Bun writes the same form). `root` is the folder that module
 * names are told from; without one they are base names.
 */
export const createStackParser =
  (root: string | undefined): ParseStack =>
  (stack) =>
    framesOf(stack, root);

const framesOf = (stack: string, root: string | undefined): StackFrame[] => {
  const frames: StackFrame[] = [];
  for (const line of stack.split('\n')) {
    if (frames.length >= MAX_FRAMES) break;
    const text = line.trim();
    const frame = text.startsWith('at ') ? readFrame(text.slice(3), root) : undefined;
    if (frame) frames.push(frame);
  }
  return frames.reverse();
};

/** One line without its `at`: `name (place)` or a bare place, perhaps with `async` before it. */
const readFrame = (call: string, root: string | undefined): StackFrame | undefined => {
  const text = call.replace(/^async (?!\()/, '');
  // The name ends at the first ` (`; a path may hold another one, and ends at the line's end.
  const split = text.endsWith(')') ? text.indexOf(' (') : -1;
  const name = split < 0 ? undefined : text.slice(0, split);
  const place = split < 0 ? text : text.slice(split + 2, -1);
  const source = EVAL_ORIGIN.exec(place)?.[1] ?? place.replace(/^eval at .*/, '<anonymous>');
  const [, path, line, column] = LOCATION.exec(source) ?? [];
  if (path === undefined) return frameWithoutSource(name, source);
  const file = toPath(path);
  return {
    ...(name !== undefined && { function: name }),
    filename: file,
    abs_path: file,
    module: moduleOf(file, root),
    lineno: Number(line),
    colno: Number(column),
    in_app: !/^node:|[\\/]node_modules[\\/]/.test(file),
  };
};

/** A line of the error's message may begin with `at ` too: what tells nothing is no frame. */
const frameWithoutSource = (name: string | undefined, source: string): StackFrame | undefined => {
  if (!NO_SOURCE.test(source) || (name === undefined && !source.startsWith('wasm:'))) return undefined;
  return { ...(name !== undefined && { function: name }), filename: source.replace(/^index .*/, '<anonymous>'), in_app: false };
};

/** ES modules are told as `file:` URLs. */
const toPath = (path: string): string => {
  if (!path.startsWith('file://')) return path;
  // A query tells versions of one module apart, and a drive letter has a slash before it in a URL.
  const bare = path.slice('file://'.length).replace(/[?#].*/, '').replace(/^\/([a-z]:)/i, '$1');
  const decoded = attempt(() => decodeURIComponent(bare));
  // Not percent-encoded after all: the text itself is the best we have.
  return decoded.ok ? decoded.value : bare;
};

/** Path without extension, told from the package or from the app's folder: the same on every machine. */
const moduleOf = (file: string, root: string | undefined): string => {
  if (file.startsWith('node:')) return file;
  const unix = file.replaceAll('\\', '/');
  const inPackage = unix.lastIndexOf('/node_modules/');
  const short =
    inPackage >= 0 ? unix.slice(inPackage + '/node_modules/'.length)
    : root !== undefined && unix.startsWith(`${root}/`) ? unix.slice(root.length + 1)
    : unix.slice(unix.lastIndexOf('/') + 1);
  return short.replace(/\.[cm]?[jt]sx?$/, '');
};
