import type { Debugger } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import type { Undo } from '@tocsin/core';
import { attempt, attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import type { Call, Place } from './same-call';

/** A call that was under way when something was thrown. */
export interface PausedFrame extends Call {
  /** The live objects that hold its variables, the innermost block first. */
  readonly scopes: readonly object[];
}

/** What {@link watchThrows} is to do. */
export interface ThrowWatchOptions {
  /** Also of what somebody catches. */
  readonly caught: boolean;
  /** Whether a call in this file is of interest. */
  readonly wants: (file: string) => boolean;
  /** Hears of an object that is being thrown, before anybody can catch it. Must not throw. */
  readonly onThrow: (thrown: object, frames: () => readonly PausedFrame[]) => void;
}

/** A watch on what is thrown in this thread. */
export interface ThrowWatch {
  /** Looks away, or looks again. */
  readonly look: (isLooking: boolean) => void;
  readonly stop: Undo;
}

/** Calls whose variables are read: the innermost ones. */
const MAX_FRAMES = 5;

/** Where the objects are handed over while the thread stands still: what the inspector says of them is a description, and costs a hundred times as much. */
const HAND_OVER = 'tocsin.hand-over.1';
const HAND_OVER_CODE = `function (...scopes) { globalThis[Symbol.for('${HAND_OVER}')](this, scopes); }`;

/** What belongs to a call: its blocks, then its own variables. Behind that is what it shares with others, and the file's imports. */
const ownScopes = ({ scopeChain }: Debugger.CallFrame): readonly Debugger.Scope[] => {
  const last = scopeChain.findIndex(({ type }) => type === 'local');
  return scopeChain.slice(0, last + 1).filter(({ type }) => type === 'block' || type === 'catch' || type === 'local');
};

/** The inspector counts from 0. */
const placeOf = ({ lineNumber, columnNumber = 0 }: Debugger.Location): Place => ({ line: lineNumber + 1, column: columnNumber + 1 });

const spanOf = ({ scopeChain }: Debugger.CallFrame): Call['within'] => {
  const { startLocation, endLocation } = scopeChain.find(({ type }) => type === 'local') ?? {};
  return startLocation && endLocation && [placeOf(startLocation), placeOf(endLocation)];
};

/**
 * Watches by an inspector session of this very thread, which is told of a throw at once and synchronously: when
 * `catch` runs, all is read, so that nothing has to be waited for when the process dies. Does nothing while a
 * debugger may be attached (`--inspect`): it would stop where we only look. Throws where the inspector is forbidden.
 */
export const watchThrows = ({ caught, wants, onThrow }: ThrowWatchOptions): ThrowWatch => {
  const inspector = loadBuiltIn('node:inspector');
  const session = new inspector.Session();
  /** Of the app's files alone, however much code an app makes at run time. */
  const files = new Map<string, string>();
  const look = (isLooking: boolean): void => void attempt(() => session.post('Debugger.setPauseOnExceptions', { state: isLooking ? (caught ? 'all' : 'uncaught') : 'none' }));

  const handOver = (objectId: string, scopes: readonly Debugger.Scope[]): readonly unknown[] => {
    const key = Symbol.for(HAND_OVER);
    let given: readonly unknown[] = [];
    Object.defineProperty(globalThis, key, { configurable: true, value: (thrown: unknown, objects: readonly unknown[]) => (given = [thrown, ...objects]) });
    try {
      session.post('Runtime.callFunctionOn', { objectId, functionDeclaration: HAND_OVER_CODE, silent: true, arguments: scopes.map(({ object }) => ({ objectId: object.objectId })) });
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
    return given;
  };

  const framesOf = (callFrames: readonly Debugger.CallFrame[], objectId: string): readonly PausedFrame[] => {
    const known = callFrames.flatMap((frame) => {
      const file = files.get(frame.location.scriptId);
      return file !== undefined && wants(file) ? [{ name: frame.functionName, file, at: placeOf(frame.location), within: spanOf(frame), scopes: ownScopes(frame) }] : [];
    });
    const wanted = known.slice(0, MAX_FRAMES);
    const [, ...objects] = handOver(objectId, wanted.flatMap(({ scopes }) => scopes));
    const rest = objects.filter((each): each is object => typeof each === 'object' && each !== null);
    return wanted.map((frame) => ({ ...frame, scopes: rest.splice(0, frame.scopes.length) }));
  };

  const onPaused = ({ callFrames, data }: Debugger.PausedEventDataType): void => {
    // Somebody could stop here now.
    if (inspector.url() !== undefined) return look(false);
    const objectId: unknown = Object(data)['objectId'];
    if (typeof objectId !== 'string') return;
    const [thrown] = handOver(objectId, []);
    if (typeof thrown === 'object' && thrown !== null) onThrow(thrown, () => framesOf(callFrames, objectId));
  };

  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
    if (url.startsWith('file:')) files.set(scriptId, attemptOr(url, () => fileURLToPath(url)));
  });
  session.on('Debugger.paused', ({ params }) => void attempt(() => onPaused(params)));
  if (inspector.url() === undefined) {
    session.connect();
    session.post('Debugger.enable');
    look(true);
  }
  return { look, stop: () => session.disconnect() };
};
