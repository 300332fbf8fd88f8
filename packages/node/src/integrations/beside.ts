import type { EventEmitter } from 'node:events';

/** The limit that leaves the app's own where it was. None at all is 0. */
export const withRoom = (limit: number, ours = 1): number => (limit > 0 ? limit + ours : limit);

/** An object of the app's to which a listener of ours is about to be added: Node warns of one too many only when the app itself has as many. */
export const beside = <T extends EventEmitter>(emitter: T): T => emitter.setMaxListeners(withRoom(emitter.getMaxListeners()));
