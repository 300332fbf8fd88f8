import type { EventEmitter } from 'node:events';

/**
 * An object of the app's to which a listener of ours is about to be added: room is made for one more, so that Node does not warn the app
 * of one too many before it has them. Of the eleventh of another event Node then does not warn, only of the twelfth: what
 * hears of every listener would cost each request more than that is worth.
 */
export const beside = <T extends EventEmitter>(emitter: T): T => {
  const limit = emitter.getMaxListeners();
  // None at all is 0.
  return limit > 0 ? emitter.setMaxListeners(limit + 1) : emitter;
};
