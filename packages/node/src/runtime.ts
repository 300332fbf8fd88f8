import { hostname } from 'node:os';
import { clearTimeout, setTimeout } from 'node:timers';
import type { ClientOptions } from '@tocsin/core';
import type { Destination, MakeTransport, Part, PartHost, Post, Runtime } from '@tocsin/core/platform';
import { attemptOr, createEventMemory, postpone, serverNeighbours, serverRules, transporterFor } from '@tocsin/core/platform';
import { createContexts } from './context/contexts';
import type { ContextLines } from './context/context-lines';
import { createContextLines } from './context/context-lines';
import type { LastWords } from './integrations/last-words';
import type { Loop } from './loop';
import { isOpen } from './loop';
import type { Health } from './transport/health';
import { widthOf } from './transport/health';
import { createRandomBytes } from './random-bytes';
import { reportToStderr } from './report';
import { createAsyncScopeStore } from './scope-store';
import { createSender } from './transport/sender';
import { createSpoolRuntime } from './spool/spool-runtime';
import type { Death } from './death';
import type { NodeTransportOptions } from './transport/transport-options';
import { wayOut } from './transport/way-out';
import { createStackParser } from './context/stack-parser';
import { VERSION } from './version';

/** The longest delay that Node's timers take, milliseconds; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** What Node's part of a client is made of. */
export interface NodeRuntimeOptions {
  /** Default: the host's name. */
  readonly serverName?: string | undefined;
  readonly transportOptions?: NodeTransportOptions | undefined;
  /** The app's own transport. */
  readonly transport?: MakeTransport | undefined;
  /** Default: on disk. */
  readonly spool?: ClientOptions['spool'];
  readonly shutdownTimeout?: ClientOptions['shutdownTimeout'];
  readonly lastWords?: LastWords;
  /** What its requests hold. */
  readonly loop?: Loop;
  /** Of the process, whichever client it has. */
  readonly death?: Death;
}

/** Node as a platform, with what its integrations add to it. */
export interface NodeRuntime extends Runtime {
  /** Delivers what is pending before the process is gone. */
  readonly lastWords: LastWords | undefined;
  /** Brings what is pending to a safe place at once, though the process may live on. */
  readonly secure: () => void;
  /** Another client takes over: nothing that this one still waits for keeps the process alive. */
  readonly unref: () => void;
  readonly death: Death;
  readonly contextLines: ContextLines;
}

/** Node as a platform. */
export const createNodeRuntime = (health: Health, { serverName, transportOptions = {}, transport, spool, shutdownTimeout, lastWords, loop = {}, death = {} }: NodeRuntimeOptions): NodeRuntime => {
  const parseStack = createStackParser(folderOf(process.argv[1]));
  const contextLines = createContextLines();
  let isReplaced = false;
  return {
    platform: 'node',
    sdk: { name: 'tocsin.javascript.node', version: VERSION, packages: [{ name: 'npm:@tocsin/node', version: VERSION }] },
    scopes: createAsyncScopeStore(),
    parseStack: (stack) => parseStack(stack).map(contextLines.around),
    contextLines,
    lastWords,
    // A flush begins in a microtask. One that the app has asked for in this turn is still its own, and waited for.
    unref: () => void Promise.resolve().then(() => (isReplaced = true)),
    death,
    describe: () => undefined,
    constant: () => ({
      server_name: serverName ?? attemptOr(undefined, hostname),
      contexts: createContexts(process.env),
    }),
    now: Date.now,
    after(delay, run, hold = false) {
      // Of what is below zero, or no number, Node would warn.
      const timer = setTimeout(run, Math.min(Math.max(delay, 0) || 0, LONGEST_DELAY));
      if (!hold || isReplaced || loop.revival) timer.unref();
      return () => clearTimeout(timer);
    },
    random: Math.random,
    randomBytes: createRandomBytes(),
    createPost(destination) {
      const createPost = (to: Destination): Post => {
        const way = wayOut(to, transportOptions, reportToStderr);
        let post: Post | undefined;
        return (body) => (post ??= createSender({ ...way, health, loop, report: reportToStderr }))(body);
      };
      health.transporter = transporterFor(transport, { destination, createPost, now: Date.now, report: reportToStderr });
      return health.transporter.post;
    },
    // Named when they are asked for, and not here, so that a start does not read them.
    get scrubRules() {
      return serverRules();
    },
    lookBeside: (scrubber) => serverNeighbours(scrubber),
    createMemory: () => createEventMemory(),
    postpone: (...given) => postpone(...given),
    get concurrency() {
      return isOpen(loop) ? widthOf(health) : 0;
    },
    ...createSpoolRuntime({ spool, shutdownTimeout }, health, loop),
    report: reportToStderr,
  };
};

/** The client's runtime, where it is that of Node; core alone may have made the client, with another one. */
export const nodeRuntimeOf = ({ runtime }: PartHost): Part & Partial<NodeRuntime> => ('lastWords' in runtime ? (runtime as NodeRuntime) : {});

/** Module names are told from the folder of the program's entry file, if it has one (a REPL has none). */
const folderOf = (entry: string | undefined): string | undefined => {
  const path = entry?.replaceAll('\\', '/');
  const end = path?.lastIndexOf('/') ?? -1;
  return end < 0 ? path : path?.slice(0, end);
};
