import type { Stored } from '@tocsin/core/platform';
import type { Id, Key, Parcel, Transact } from './database';
import { answerTo, apply, keysIn } from './database';
import { laterTask } from '../later-task';
import type { Holder } from './holder';
import type { Journal } from './journal';

/** Chooses parcels by their keys: of `free`, which no page holds. `all` are those and the held ones. Both the oldest first. */
export type Choose = (free: readonly Key[], all: readonly Key[]) => readonly Key[];

/** What a spool in a page is made of. */
export interface SpoolParts {
  readonly transact: Transact;
  readonly journal: Journal;
  readonly holder: Holder;
  /** The ids of parcels that this page has put there, or taken out. */
  readonly ids: WeakMap<Parcel, Id>;
}

/** Takes out what is chosen of all that pages have left. From then on this page holds it (`isHeld`), or it is deleted. */
export const createTake =
  ({ transact, journal, holder, ids }: SpoolParts) =>
  async (choose: Choose, isHeld: boolean): Promise<readonly Stored[]> => {
    // A page that goes has no later task: it might not bring to an end what it would begin here.
    await laterTask();
    const living = await holder.living();
    let finish = (): void => undefined;
    const taken = await transact(async (store) => {
      await keysIn(store);
      // From the first answer on it is our turn: what another page has brought in stands in no journal any more.
      finish = journal.replay(store);
      const all = await keysIn(store);
      const free = all.filter(([, , heldUntil, who]) => heldUntil < Date.now() && !(heldUntil && living.has(who)));
      return Promise.all(
        choose(free, all).map(async (key) => {
          const [id, bytes, , who] = key;
          const parcel = await answerTo<Parcel>(store.get(key));
          apply(store, isHeld ? [[id, bytes, holder.until(), holder.name], parcel] : [[id]]);
          ids.set(parcel, id);
          holder.hold(parcel, isHeld);
          return { parcel, isOwn: who === holder.name };
        }),
      );
    });
    finish();
    return taken;
  };
