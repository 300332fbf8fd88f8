import type { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import { setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { whenItLivesOn } from './next-turn';

/** What is known of the event loop, whose end is the app's affair: we hold it up for a moment, and never revive it. */
export interface Loop {
  /** It has run empty: until this comes nothing of ours may revive it. */
  revival?: Promise<void> | undefined;
  /** Requests have held it for long enough together: none is begun. */
  isPausing?: boolean;
  /** When the last event came, by the process's uptime in milliseconds. */
  capturedAt?: number;
  /** Takes a request into those that hold it together. */
  hold?: (outgoing: ClientRequest) => Undo;
  /** Sends what has waited for the loop. */
  goOn?: () => void;
}

/** A listener to `beforeExit`, perhaps of ours. */
interface HearsEnd extends Function {
  readonly loop?: Loop;
}

/** How long what a client has left is still sent that was closed while the loop was empty, milliseconds: as long as `close` waits by itself. */
const AFTERLIFE = 2000;

/** Whether a request may be begun. */
export const isOpen = ({ revival, isPausing }: Loop): boolean => !revival && !isPausing;

/** It has run empty, and Node would announce its end again if something of ours revived it. What the app revives goes on with us. */
const standStill = (loop: Loop): void => {
  loop.revival = whenItLivesOn();
  void loop.revival.then(() => {
    loop.revival = undefined;
    loop.goOn?.();
  });
};

/** The listener to `beforeExit` of one client, by which the next one knows. */
export const hearsEnd = (loop: Loop): (() => void) => Object.assign(() => standStill(loop), { loop });

/** For another client: one that is made where the loop has run empty must not revive it either, though it hears of the next time only. */
export const nextLoop = (): Loop => {
  const loop: Loop = {};
  const emitter: EventEmitter = process;
  if (attemptOr(false, () => emitter.listeners('beforeExit').some((listener: HearsEnd) => listener.loop?.revival !== undefined))) standStill(loop);
  return loop;
};

/** At once, as a rule. Once the loop has run empty: never, or when the app has filled it again, and what is left could be sent meanwhile. */
export const whenRevived = ({ revival }: Loop, run: () => void): void => (revival ? void revival.then(() => void setTimeout(run, AFTERLIFE).unref()) : run());
