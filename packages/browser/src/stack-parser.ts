import type { StackFrame } from '@tocsin/core';
import type { ParseStack } from '@tocsin/core/platform';
import type { StackFrameLite } from 'error-stack-parser-es/lite';
import { parseStack } from 'error-stack-parser-es/lite';
import { OUR_FRAME } from './our-frame';

/** Servers keep 50 whole frames; of a deeper stack the innermost matter. */
const MAX_FRAMES = 50;

/** Longer lines hold a script in a `data:` URL, and would take the parser's patterns long. */
const MAX_LINE = 1024;

/** `path:line:column` at the end of a line, perhaps in the parentheses that V8 puts around it. */
const PLACE = /^(?:[^@]*@|\s*at (?:[^(]* \((?=.*\)$))?(?:async )?)(\S.*?):\d+:\d+\)?$/;

/** What engines write before a function's name, or before the address where it has none, of the work that led to it: `async`, `setTimeout handler*`. */
const ASYNC = /^(?:async |(?:async|[\w.]+ handler|promise callback)\*)/;

/** Not the app's: extensions, what the browser has built in, packages that are served one by one. */
const FOREIGN = /^[\w-]+-extension:|^[[(]native|\/node_modules\//;

/** `wasm://wasm/<hash>:wasm-function[12]:0x1f3`: module, function, offset. */
const WASM = /^(wasm:.*?):(wasm-function\[\d+\]):(0x[\da-f]+)$/;

/** Lines that name no place, but say where: built-in functions. */
const NATIVE = /^[[(]native/;

/**
 * Reads the stack texts of Chromium, Firefox and Safari by `error-stack-parser-es`, and mends what that gets
 * wrong: parentheses in paths, WebAssembly, the names of what was called later.
 */
export const parseBrowserStack: ParseStack = (stack) => {
  const lines = stack.split('\n').filter((line) => line.length <= MAX_LINE);
  const frames = parseStack(lines.join('\n')).flatMap(readFrame);
  return frames.slice(0, MAX_FRAMES).reverse();
};

const readFrame = ({ function: name, file = '', line, col, raw = '' }: StackFrameLite): StackFrame | [] => {
  const [, wasm, inWasm, offset] = WASM.exec(file) ?? [];
  if (name?.includes(OUR_FRAME) || (line === undefined && wasm === undefined && !NATIVE.test(file))) return [];
  const path = wasm ?? mended(raw, file) ?? file.replace(ASYNC, '');
  return { function: inWasm ?? name?.replace(ASYNC, ''), filename: path, abs_path: path, lineno: line, colno: col, instruction_addr: offset, in_app: !FOREIGN.test(path) };
};

/** A path with parentheses of its own is longer in the line than in the parser's answer. */
const mended = (line: string, file: string): string | undefined => {
  const [, path] = PLACE.exec(line) ?? [];
  return path?.replace(/[()]/g, '') === file ? path : undefined;
};
