import type { EventEmitter } from 'node:events';

/** A limit of listeners that leaves the app as many as it had, beside so many of ours. None at all is 0. */
export const raised = (limit: number, ours = 1): number => (limit > 0 ? limit + ours : limit);

/** An object of the app's to which a listener of ours is about to be added: Node warns of one too many only when the app itself has as many. */
export const raiseLimit = <T extends EventEmitter>(emitter: T): T => emitter.setMaxListeners(raised(emitter.getMaxListeners()));
