import type { ClientOptions, Stats } from '@tocsin/core';
import type { OpenSpooling, Runtime } from '@tocsin/core/platform';
import { lateTransport } from '@tocsin/core/platform';
import { getReady } from '../get-ready';
import type { Loop } from '../loop';
import { whenRevived } from '../loop';
import { hangUp } from '../transport/hang-up';
import type { Health } from '../transport/health';
import { uptime } from '../uptime';
import { inTime } from './in-time';
import type { Leftovers } from './leftovers';
import { createLeftovers } from './leftovers';
import { spoolFor } from './spool-for';

/** What a client's spool, and the transport that goes with it, bring to its platform. */
export interface SpoolRuntime extends Required<Pick<Runtime, 'makeTransport' | 'createLine'>> {
  readonly spool: OpenSpooling | undefined;
  /** Brings what is pending to a safe place at once. */
  readonly secure: () => void;
}

const isAllGone = (stats: Stats): boolean => Object.values(stats).every(({ pending, spooled }) => pending + spooled === 0);

/** The spool that the options ask for, and the transport that goes with it. A start makes as little of it as it can. */
export const createSpoolRuntime = (options: Pick<ClientOptions, 'spool' | 'shutdownTimeout'>, health: Health, loop: Loop): SpoolRuntime => {
  let made: Leftovers | undefined;
  const leftovers = (): Leftovers => (made ??= createLeftovers());
  return {
    ...inTime(spoolFor(options, leftovers)),
    makeTransport(parts) {
      const transport = lateTransport(getReady)(parts);
      loop.goOn = () => void transport.flush(0, new Promise(() => undefined));
      return {
        ...transport,
        push(parcel) {
          loop.capturedAt = uptime();
          transport.push(parcel);
        },
        // Not in the turn of whoever asks: a handler of `beforeExit` that was put before ours asks before we know that the loop is empty.
        flush: (timeout, first) => Promise.resolve().then(() => loop.revival ? first.then(() => isAllGone(parts.ledger.stats())) : leftovers().during(() => transport.flush(timeout, first))),
        close() {
          whenRevived(loop, () => {
            transport.close();
            hangUp(health);
          });
        },
      };
    },
  };
};
