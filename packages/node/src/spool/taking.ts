import type { Spool, Stored } from '@tocsin/core/platform';
import { attempt } from '@tocsin/core/platform';
import type { Slot } from './boxes';
import type { FileName } from './file-name';
import type { Leftovers } from './leftovers';
import { nextBreath, whenItLivesOn } from '../next-turn';
import { linesIn, parcelIn, readAll } from './parcel-file';
import type { Found, Reading, SpoolState } from './spool-state';

/** How often it is seen what other processes have left, milliseconds, where there is something to do anyway. */
const LOOK_AGAIN = 60_000;

/**
 * What others have left is sent in rounds: of so many, or of what can be sent in so many milliseconds, so many at a
 * time. The next round begins when all of the last have ended, and the program has something else to
 * live for. If they overlapped, a short program would have to live until a whole outage is sent.
 */
const ROUND = { count: 4, time: 10 };

/** Gives out what lies in the spool, oldest first. Our own waits for nobody; what others have left waits for nothing when somebody waits for it. */
export const createTaking = (state: SpoolState, leftovers: Leftovers, isTooOld: (since: number) => boolean): Spool['take'] => {
  const { shelf, released, guests } = state;
  const round = createRound(guests, leftovers.areAwaited);
  let lookAt = 0;

  const look = (): void => {
    lookAt = performance.now() + LOOK_AGAIN;
    leftovers.looked();
    lookInto(state);
  };
  const isLookDue = (): boolean => leftovers.mustLook() || performance.now() >= lookAt;
  // After a burst our own come back as quickly as they are sent; those of others come when there is time.
  const pause = (): Promise<void> => leftovers.pause(released.size > 0 ? nextBreath : whenItLivesOn);
  const takeOldest = async (): Promise<Stored | undefined> => {
    await round.turn(pause);
    const isOwnOnly = round.isOver();
    if (isOwnOnly) giveBack(state, true);
    for (; ; await pause()) {
      if (!isOwnOnly && !state.reading && !shelf.hasFree() && isLookDue()) look();
      const oldest = state.reading ? undefined : shelf.claim(isOwnOnly ? released : undefined);
      if (!oldest && !state.reading) return takeLoose(state);
      if (oldest && isTooOld(oldest.since)) discard(state, oldest);
      else if (oldest) state.reading = find(state, oldest);
      const stored = next(state);
      if (stored) return stored;
    }
  };

  return () => {
    const isOver = round.isOver();
    const [first] = state.reading?.rest ?? [];
    if (first && (first.own || (guests.size > 0 && !isOver))) return round.count(next(state));
    const mayLook = !isOver && (shelf.hasFree() || isLookDue());
    if (released.size > 0 || (first && !isOver) || mayLook) return takeOldest().then(round.count);
    return takeLoose(state);
  };
};

/** Counts what is taken of others. */
const createRound = (guests: ReadonlySet<Slot>, areAwaited: () => boolean) => {
  let taken = 0;
  let since = 0;
  return {
    isOver: (): boolean => !areAwaited() && (guests.size >= ROUND.count || (guests.size > 0 && taken >= ROUND.count && performance.now() - since > ROUND.time)),
    count(stored: Stored | undefined): Stored | undefined {
      if (stored && !stored.isOwn) taken++;
      return stored;
    },
    /** Until there is time: in this round, or in the next one when this one has ended. */
    async turn(pause: () => Promise<void>): Promise<void> {
      for (let isRound = true; isRound; ) {
        isRound = guests.size > 0;
        await pause();
        if (guests.size > 0) return;
      }
      taken = 0;
      since = performance.now();
    },
  };
};

const lookInto = ({ shelf, released, report }: SpoolState): void => {
  const problem = shelf.open(false);
  if (problem !== undefined) report({ code: 'T1009', detail: problem });
  const stranger = shelf.stranger();
  if (stranger !== undefined) report({ code: 'T1010', detail: stranger });
  // What others have taken is theirs.
  for (const name of released.keys()) if (!shelf.isFree(name)) released.delete(name);
};

/** One that we have let go of in a file that we hold. */
const takeLoose = ({ shelf, boxes, loose, whereabouts, onDiscard }: SpoolState): Stored | undefined => {
  for (const slot of loose) {
    loose.delete(slot);
    if (!slot.place) continue;
    const { box, at } = slot.place;
    const text = readAll(shelf.heldAt(box.name)) ?? NOTHING;
    const parcel = parcelIn(text, { at, end: text.indexOf('\n', at), isCrossedOut: false });
    if (parcel) {
      boxes.hold(slot);
      whereabouts.set(parcel, { slot });
      return { parcel, isOwn: true };
    }
    boxes.finish(slot);
    onDiscard({ parcel: slot.own, isOwn: true });
  }
  return undefined;
};

const next = (state: SpoolState): Stored | undefined => {
  const { reading, boxes, whereabouts, guests, onDiscard } = state;
  for (let found; (found = reading?.rest.shift()); ) {
    const { line, slot, own } = found;
    const parcel = reading && parcelIn(reading.text, line);
    const isOwn = own !== undefined;
    if (parcel) {
      whereabouts.set(parcel, { slot });
      if (!isOwn) guests.add(slot);
      return { parcel, isOwn };
    }
    boxes.finish(slot);
    onDiscard({ parcel: own, isOwn });
  }
  state.reading = undefined;
  return undefined;
};

const NOTHING = Buffer.alloc(0);

/** Looks into a file that was claimed. What its name or our memory says, and is not there, is lost. */
const find = ({ shelf, boxes, released, onDiscard }: SpoolState, { name, count }: FileName): Reading => {
  const text = readAll(shelf.heldAt(name)) ?? NOTHING;
  const lines = linesIn(text);
  const own = new Map(released.get(name));
  released.delete(name);
  const box = boxes.create({ name, count: lines.length, bytes: text.length });
  const rest: Found[] = [];
  for (const line of lines) {
    const slot: Slot = { state: 'waiting' };
    if (!line.isCrossedOut) {
      rest.push({ line, slot, own: own.get(line.at) });
      boxes.place(box, slot, line.at);
    }
    own.delete(line.at);
  }
  for (const parcel of own.values()) onDiscard({ parcel, isOwn: true });
  for (let lost = count - lines.length - own.size; lost > 0; lost--) onDiscard({ parcel: undefined, isOwn: false });
  if (rest.length === 0) shelf.remove(name);
  return { box, text, rest };
};

/** Throws away what is in a file that was claimed. */
export const discard = (state: SpoolState, oldest: FileName): void => {
  const { text, rest } = find(state, oldest);
  state.shelf.remove(oldest.name);
  for (const { line, own } of rest) state.onDiscard({ parcel: parcelIn(text, line) ?? own, isOwn: own !== undefined });
};

/** Lets others have the rest of the box that we are taking from. */
export const giveBack = (state: SpoolState, isNext: boolean): void => {
  const { rest = [] } = state.reading ?? {};
  state.reading = undefined;
  for (const { slot, own } of rest) {
    slot.own = own;
    // Gone, perhaps, with its folder.
    attempt(() => state.boxes.free(slot, isNext));
  }
};

/** One of a file has reached its end. Between two rounds nothing is held: the process may end, and others may go on. */
export const forget = (state: SpoolState, slot: Slot): void => {
  const { boxes, guests, loose, released, reading } = state;
  guests.delete(slot);
  loose.delete(slot);
  if (slot.place) {
    const { box, at } = slot.place;
    const own = released.get(box.name);
    own?.delete(at);
    if (own?.size === 0) released.delete(box.name);
  }
  boxes.finish(slot);
  if (reading && reading.box === slot.place?.box && reading.rest.length === reading.box.held) giveBack(state, true);
};
