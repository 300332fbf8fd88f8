import type { StackFrame } from '@tocsin/core';
import type { ParseStack } from '@tocsin/core/platform';

/** Servers keep 50 whole frames; of a deeper stack the innermost matter. */
const MAX_FRAMES = 50;

/** `path:line:column`, the path taken greedily: it may hold colons (drive letters, URLs). */
const LOCATION = /^(.*?):(\d+):(\d+)$/;

/** The place of the `eval` call in `eval at name (path:1:2), <anonymous>:3:4`. */
const EVAL_ORIGIN = /^eval at .*?\(([^()]*:\d+:\d+)\)/;

/** Reads V8's stack text (Node, Deno; Bun writes the same form). `root` is the folder that module names are told from. */
export const createStackParser =
  (root: string): ParseStack =>
  (stack) => {
    const frames: StackFrame[] = [];
    for (const line of stack.split('\n')) {
      if (frames.length >= MAX_FRAMES) break;
      const text = line.trimStart();
      const frame = text.startsWith('at ') ? readFrame(text.slice(3), root) : undefined;
      if (frame) frames.push(frame);
    }
    return frames.reverse();
  };

/** One line without its `at`: `name (location)` or a bare location. */
const readFrame = (text: string, root: string): StackFrame | undefined => {
  // The name ends at the first ` (`; a path may hold another one, and ends at the line's end.
  const split = text.endsWith(')') ? text.indexOf(' (') : -1;
  const name = split < 0 ? undefined : text.slice(0, split);
  const place = split < 0 ? text.replace(/^async /, '') : text.slice(split + 2, -1);
  const [, path, line, column] = LOCATION.exec(EVAL_ORIGIN.exec(place)?.[1] ?? place) ?? [];
  if (path === undefined || line === undefined || column === undefined) {
    return name === undefined ? undefined : { function: name, filename: place, in_app: false };
  }
  const file = toPath(path);
  return {
    ...(name !== undefined && { function: name.replace(/^async /, '') }),
    filename: file,
    abs_path: file,
    module: moduleOf(file, root),
    lineno: Number(line),
    colno: Number(column),
    in_app: !file.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(file),
  };
};

/** ES modules are told as `file:` URLs. */
const toPath = (path: string): string => {
  if (!path.startsWith('file://')) return path;
  // A drive letter has a slash before it in a URL.
  const bare = path.slice('file://'.length).replace(/^\/([a-z]:)/i, '$1');
  try {
    return decodeURIComponent(bare);
  } catch {
    // Not percent-encoded after all: the text itself is the best we have.
    return bare;
  }
};

/** Path without extension, told from the package or from the app's root: the same on every machine. */
const moduleOf = (file: string, root: string): string => {
  const unix = file.replaceAll('\\', '/');
  const inPackage = unix.lastIndexOf('/node_modules/');
  const short =
    inPackage >= 0 ? unix.slice(inPackage + '/node_modules/'.length)
    : unix.startsWith(`${root}/`) ? unix.slice(root.length + 1)
    : unix.slice(unix.lastIndexOf('/') + 1);
  return short.replace(/\.[cm]?[jt]sx?$/, '');
};
