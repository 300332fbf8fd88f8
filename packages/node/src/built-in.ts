import type * as crypto from 'node:crypto';
import type * as http from 'node:http';
import type * as https from 'node:https';
import type * as inspector from 'node:inspector';
import { createRequire } from 'node:module';
import type * as threads from 'node:worker_threads';
import type * as zlib from 'node:zlib';

interface BuiltIns {
  readonly 'node:crypto': typeof crypto;
  readonly 'node:http': typeof http;
  readonly 'node:https': typeof https;
  readonly 'node:inspector': typeof inspector;
  readonly 'node:worker_threads': typeof threads;
  readonly 'node:zlib': typeof zlib;
}

/**
 * Loads a module of Node's when it is needed, not at start: a process that never fails pays nothing.
 * At once, because a dying process cannot wait for an `import()`; which would also read all that
 * the module exports, and so load a whole fetch client together with `node:http`.
 */
export const loadBuiltIn = <Name extends keyof BuiltIns>(name: Name): BuiltIns[Name] => requireBuiltIn()(name);

/** A `require` for modules of Node's alone, for code that also runs in a worker thread, as text. */
export const requireBuiltIn = (): NodeJS.Require => createRequire(process.execPath);
