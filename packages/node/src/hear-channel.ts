import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Undo } from '@tocsin/core';

/** Hears a channel of `node:diagnostics_channel`. What it carries is documented by whoever publishes it. */
export const hearChannel = (name: string, listener: (message: never) => void): Undo => {
  const own = listener as (message: unknown) => void;
  subscribe(name, own);
  return () => void unsubscribe(name, own);
};
