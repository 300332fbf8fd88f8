import type { Context, Event } from '../event/event';
import type { PipelineParts } from './pipeline';
import { free } from './zones';

/** The contexts of the platform at one time, and whether they stay what they are. */
export interface Surroundings {
  readonly surroundings: NonNullable<Event['contexts']>;
  readonly areStill: boolean;
}

/** Most contexts of the platform are the same for a second and longer: those are remembered, and all events that see the same share them. */
export const createSurroundings = ({ gate: bounds, constant }: PipelineParts): (() => Surroundings) => {
  let last: Surroundings = { surroundings: {}, areStill: true };
  const remembered = (surroundings: NonNullable<Event['contexts']>): Surroundings => {
    // A platform says `undefined` where it has nothing to tell.
    const told = Object.values(surroundings).filter((context) => context !== undefined);
    const still = told.filter(isStill);
    for (const context of still) bounds.memory?.note(context, free, bounds);
    return { surroundings, areStill: still.length === told.length };
  };
  return () => {
    const now = { ...constant.contexts };
    for (const name in now) if (now[name] !== last.surroundings[name]) last = remembered(now);
    return last;
  };
};

/** What stands behind a getter, as the memory that is free, is another with each event. */
const isStill = (context: Context): boolean => Object.values(Object.getOwnPropertyDescriptors(context)).every(({ get }) => get === undefined);
