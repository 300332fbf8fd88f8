import type { OpenSpool, Spool } from '@tocsin/core/platform';
import type { Leftovers } from './leftovers';
import { whenItLivesOn } from '../next-turn';

/** A spool that is made when there is something to keep, or else when the program has gone on for a while or somebody waits for what others have left: a start does without. */
export const lazySpool =
  (make: () => OpenSpool, { pause }: Pick<Leftovers, 'pause'>): OpenSpool =>
  (...given) => {
    let made: Spool | undefined;
    const spool = (): Spool => (made ??= make()(...given));
    return {
      copy: (parcel, isDying) => spool().copy(parcel, isDying),
      keep: (parcel) => spool().keep(parcel),
      remove: (parcel) => made?.remove(parcel),
      take: () => (made ? made.take() : pause(whenItLivesOn).then(() => spool().take())),
    };
  };
