import { setTimeout } from 'node:timers';
import type { Undo } from '@tocsin/core';

/** Runs it after the delay, unless it is called off before. */
export type Delay = (run: () => void) => Undo;

interface Place {
  due: number;
  run: (() => void) | undefined;
}

/**
 * One timer for all that wait equally long, in place of one each: for the few at a time of which nearly all are called off, far
 * more often than once a delay. Keeps no process alive.
 *
 * @param delay milliseconds
 */
export const createSharedDelay = (delay: number): Delay => {
  /** As many as ever waited at a time. They are used again, so that V8 moves nothing to its old objects that only these would keep there. */
  const places: Place[] = [];
  const free: Place[] = [];
  let isSet = false;

  const wait = (time: number): void => {
    isSet = true;
    setTimeout(look, time).unref();
  };

  const leave = (place: Place): void => {
    place.run = undefined;
    free.push(place);
  };

  const look = (): void => {
    isSet = false;
    const now = performance.now();
    const over = places.filter(({ run, due }) => run && due <= now);
    const next = places.reduce((soonest, { run, due }) => (run && due > now ? Math.min(soonest, due) : soonest), Infinity);
    if (next < Infinity) wait(Math.ceil(next - now));
    const runs = over.map(({ run }) => run);
    over.forEach(leave);
    for (const run of runs) run?.();
  };

  const take = (): Place => {
    const place: Place = { due: 0, run: undefined };
    places.push(place);
    return place;
  };

  return (run) => {
    const place = free.pop() ?? take();
    place.due = performance.now() + delay;
    place.run = run;
    if (!isSet) wait(delay);
    return () => {
      // It may be another's by now.
      if (place.run === run) leave(place);
    };
  };
};
