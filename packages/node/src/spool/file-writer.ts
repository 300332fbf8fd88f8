import { setImmediate } from 'node:timers';
import type { Report } from '@tocsin/core';
import { attempt } from '@tocsin/core/platform';
import type { Box } from './boxes';
import { codeOf } from '../code-of';
import type { Order } from './orders';
import { createOrders } from './orders';
import type { Parcel } from './parcel-file';
import type { WriteBehindOptions } from './write-behind';
import { createWriteBehind } from './write-behind';

/** What a writer works with. */
export interface FileWriterOptions extends WriteBehindOptions {
  /** How long a dying process may write, milliseconds. */
  readonly writeTimeout: number;
  readonly report: Report;
}

/** So long a folder is trusted that was looked at, milliseconds: a look costs a call of the system, and a flood asks for each parcel. */
const LOOK_AGAIN_AFTER = 1000;

/** Writes parcels into boxes: whole, or not at all. Behind the program's back, unless the process is dying. */
export const createFileWriter = (options: FileWriterOptions) => {
  const { shelf, report } = options;
  const { isDying, isOutOfTime, hurry } = createDyingClock(options.writeTimeout);
  const isOpen = createOpening(options);
  const isReady = (): boolean => !isOutOfTime() && isOpen(isDying());
  const orders = createOrders(shelf);
  const appender = createAppender(options);
  const work = createWriteBehind(options, orders, (problem) => {
    // Nothing is printed that a process without us would not print when it dies.
    if (!isDying()) report({ code: 'T1009', detail: problem });
  });
  const writeNow = (order: Order): void => {
    const written = attempt(() => appender.write(order));
    if (!written.ok) order.slot.state = 'gone';
    orders.end(order);
    if (written.ok) return;
    shelf.distrust();
    throw new Error(codeOf(written.error), { cause: written.error });
  };

  return {
    /** From now on, until the event loop goes round again, there is no later: also not for what waits already and has no id, for nobody copies that again. */
    hurry(): void {
      if (isDying()) return;
      hurry(() => {
        appender.end();
        if (orders.waiting.size > 0) work();
      });
      // There is one try only, and whoever has removed the folder has done so without a word.
      shelf.lookAgain();
      attempt(() => {
        for (const order of orders.waiting) if (order.parcel.id === '' && isReady()) writeNow(order);
      });
    },
    isDying,
    /** Whether there is a place to write to, and the time. */
    isReady,
    /** Takes what there is room for; it is about so large. */
    add(parcel: Parcel, bytes: number): Order {
      const order = orders.add(parcel, bytes);
      work();
      return order;
    },
    /** Writes what is not there yet; answers with nothing when that is done. */
    write(order: Order): Promise<void> | undefined {
      if (!orders.waiting.has(order) || isOutOfTime()) return undefined;
      if (!isDying()) return order.written;
      writeNow(order);
      return undefined;
    },
    /** Nobody needs it any more: it waits no longer. */
    giveUp: orders.end,
  };
};

/** Opens the folder if need be. Nothing is printed that a process without us would not print when it dies. */
const createOpening = ({ shelf, report }: FileWriterOptions): ((isDying: boolean) => boolean) => {
  let lookedAt = 0;
  return (isDying) => {
    const now = performance.now();
    if (now - lookedAt > LOOK_AGAIN_AFTER) {
      lookedAt = now;
      // Somebody may have put something else in its place.
      shelf.lookAgain();
    }
    const problem = shelf.isOpen() ? undefined : shelf.open(true);
    if (problem === undefined) return true;
    if (isDying) throw new Error(problem);
    report({ code: 'T1009', detail: problem });
    return false;
  };
};

/** Whether the process is dying, and its time. */
const createDyingClock = (writeTimeout: number) => {
  let since: number | undefined;
  return {
    isDying: (): boolean => since !== undefined,
    isOutOfTime: (): boolean => since !== undefined && performance.now() - since > writeTimeout,
    /** It begins to die; `end` is called if it lives on. */
    hurry(end: () => void): void {
      since = performance.now();
      setImmediate(() => {
        since = undefined;
        end();
      }).unref();
    },
  };
};

/** What nothing is written of yet. */
const EMPTY = { count: 0, bytes: 0 };

/** Adds to one box line by line: whenever it ends, what is there counts, and only the last line can be torn. */
const createAppender = ({ shelf, boxes }: FileWriterOptions) => {
  let last: Box | undefined;
  const boxFor = ({ bytes, stamp }: Order): Box => {
    const isUsable = last && !last.isFree && last.slots.size > 0 && boxes.hasPlace(last, bytes);
    if (isUsable && last) return last;
    // It may be on its way into another file, behind the program's back: two files are never called the same.
    last = boxes.create({ name: shelf.add({ ...shelf.stamp(), now: stamp.now }, EMPTY), ...EMPTY });
    return last;
  };
  return {
    write: (order: Order): void => boxes.append(boxFor(order), order.parcel, order.slot),
    end(): void {
      last = undefined;
    },
  };
};
