import type { Context, Event } from '../event/event';
import type { PipelineParts } from './pipeline';
import { free } from './zones';

/** The contexts of the platform, as they are now. */
export interface PlatformContexts {
  readonly contexts: NonNullable<Event['contexts']>;
  /** Whether none of them can change any more: then they need not be copied. */
  readonly areFixed: boolean;
}

/** Reads the contexts of the platform. Most are the same for a second and longer: all events that see the same ones share them. */
export const createPlatformContexts = ({ gate: bounds, constant }: PipelineParts): (() => PlatformContexts) => {
  let last: PlatformContexts = { contexts: {}, areFixed: true };
  const remembered = (contexts: PlatformContexts['contexts']): PlatformContexts => {
    // A platform says `undefined` where it has nothing to tell.
    const told = Object.values(contexts).filter((context) => context !== undefined);
    const fixed = told.filter(isFixed);
    for (const context of fixed) bounds.memory?.note(context, free, bounds);
    return { contexts, areFixed: fixed.length === told.length };
  };
  return () => {
    const now = { ...constant.contexts };
    for (const name in now) if (now[name] !== last.contexts[name]) last = remembered(now);
    return last;
  };
};

/** A getter (free memory, for example) may answer something else for each event. */
const isFixed = (context: Context): boolean => Object.values(Object.getOwnPropertyDescriptors(context)).every(({ get }) => get === undefined);
