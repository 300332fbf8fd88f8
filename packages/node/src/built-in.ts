import type * as crypto from 'node:crypto';
import type * as dns from 'node:dns';
import type * as fs from 'node:fs';
import type * as http from 'node:http';
import type * as https from 'node:https';
import type * as inspector from 'node:inspector';
import { createRequire } from 'node:module';
import type * as net from 'node:net';
import type * as timers from 'node:timers';
import type * as threads from 'node:worker_threads';
import type * as tls from 'node:tls';
import type * as zlib from 'node:zlib';

interface BuiltIns {
  readonly 'node:crypto': typeof crypto;
  readonly 'node:dns': typeof dns;
  readonly 'node:fs': typeof fs;
  readonly 'node:http': typeof http;
  readonly 'node:https': typeof https;
  readonly 'node:inspector': typeof inspector;
  readonly 'node:net': typeof net;
  readonly 'node:timers': typeof timers;
  readonly 'node:worker_threads': typeof threads;
  readonly 'node:tls': typeof tls;
  readonly 'node:zlib': typeof zlib;
}

/** `require`, for modules of Node's alone. */
export type RequireBuiltIn = <Name extends keyof BuiltIns>(name: Name) => BuiltIns[Name];

/**
 * Loads a module of Node's when it is needed, not at start: a process that never fails pays nothing.
 * At once, because a dying process cannot wait for an `import()`; which would also read all that
 * the module exports, and so load a whole fetch client together with `node:http`.
 */
export const loadBuiltIn: RequireBuiltIn = (name) => requireBuiltIn()(name);

/** With a path that is handed in: webpack warns of one that it finds in the call, and cannot look into. */
const requireFrom = (path: string): NodeJS.Require => createRequire(path);

/** What loads modules of Node's, for code that also runs in a worker thread, as text. */
export const requireBuiltIn = (): RequireBuiltIn => {
  const { getBuiltinModule } = process;
  // It came with 20.16; a `require` of our own costs a process the whole module loader.
  return typeof getBuiltinModule === 'function' ? (name) => getBuiltinModule(name) : requireFrom(process.execPath);
};

/** Files of CommonJS modules that were loaded so far. */
export const loadedFiles = (): readonly string[] => Object.keys(requireFrom(process.execPath).cache);
