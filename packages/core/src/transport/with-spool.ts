import type { Report } from '../base/diagnostics';
import { attemptElse } from '../base/fences';
import type { Ledger } from '../base/ledger';
import { isThenable } from '../base/read';
import type { Milliseconds } from '../base/units';
import type { End, Entry } from './entry';
import type { Parcel } from './parcel';
import type { OpenSpool, Soon, Spool } from './spool';
import type { Spooling } from './spooling';
import type { OpenSpooling } from './transport-parts';

/** What is not acknowledged by then is copied: so much is lost, at most, when the process is killed. */
const COPY_AFTER: Milliseconds = 250;

/** Parcels on their way into a spool, at most: a spool that does not answer must not keep everything in memory. One of which it has a copy is always let in. */
const MAX_LEAVING = 1000;

/** What the ledger takes for a parcel that nobody can read any more. */
const UNREADABLE: Parcel = { id: '', category: 'error', issue: '', header: {}, items: [] };

/**
 * Lets a transport use a platform's spool: for `Runtime.spool`. A parcel is copied into it when it
 * is not acknowledged within 250 ms, and goes there when it leaves memory unsent: it did not arrive
 * for a quarter of an hour, the queue overflows, the process dies, the client closes. What lies there
 * at the start, or later, is sent as soon as nothing of our own waits. A spool that is full, broken or
 * slow costs nothing but the safety.
 *
 * What others have left waits on when this process dies, unless `withGuests`: a page has requests that
 * outlive it, and what one of them carries must not be sent by the next page again.
 */
export const withSpool =
  (open: OpenSpool, withGuests = false): OpenSpooling =>
  (host) => {
    const { destination, platform, report, ledger, taken, adopt } = host;
    let leaving = 0;
    let isTaking = false;
    /** Of this process, as far as others have not taken them meanwhile. */
    let kept = 0;

    const spool = open(destination, ({ parcel = UNREADABLE, isOwn }) => {
      if (isOwn) kept--;
      else adoptInto(ledger, parcel);
      taken.delete(parcel.id);
      ledger.move('spooled', 'cache_overflow', parcel);
    }, report);

    const ask = asker(report);
    const { forget, store, copy } = copierTo(spool, ask);

    return {
      copySoon(entry) {
        // Of one that comes back from a request the time goes on.
        if (!entry.stored) entry.cancelCopy ??= platform.after(COPY_AFTER, () => copy(entry, false));
      },
      copy,
      launched(entry) {
        // Found after a kill, it could not be told from one that has arrived.
        if (isUnrepeatable(entry)) forget(entry);
      },
      keep(entry, end, done) {
        if (!canWait(entry, end) || isUnrepeatable(entry) || !(entry.stored || leaving < MAX_LEAVING)) return done(false);
        leaving++;
        entry.isBusy = true;
        ask(() => spool.keep(store(entry)), (isKept) => {
          leaving--;
          if (isKept) kept++;
          done(isKept === true);
        });
      },
      forget,
      adopt() {
        // What is on its way in is not in the ledger's `spooled` yet; it is asked again when it is.
        if (isTaking || leaving > 0) return kept > 0;
        isTaking = true;
        ask(() => spool.take(), (found) => {
          isTaking = false;
          if (found) {
            const { parcel, isOwn } = found;
            if (isOwn) kept--;
            else adoptInto(ledger, parcel);
            ledger.move('spooled', 'pending', parcel);
            adopt({ parcel, stored: parcel, isGuest: !isOwn && !withGuests });
          } else if (kept > 0) {
            kept = 0; // others have it, and a flush may wait
            adopt();
          }
        });
        return kept > 0;
      },
    };
  };

/** Keeps track of what the spool has of each entry. */
const copierTo = (spool: Spool, ask: ReturnType<typeof asker>) => {
  const callOff = (entry: Entry): void => {
    entry.cancelCopy?.();
    entry.cancelCopy = undefined;
  };

  const forget = (entry: Entry): void => {
    callOff(entry);
    const { stored } = entry;
    if (stored) ask(() => spool.remove(stored));
    entry.stored = undefined;
  };

  /** The spool has this one from now on, and no earlier state of it. */
  const store = (entry: Entry): Parcel => {
    callOff(entry);
    if (entry.stored !== entry.parcel) forget(entry);
    return (entry.stored = entry.parcel);
  };

  const copy: Spooling['copy'] = (entry, isDying, done) => {
    callOff(entry);
    if (entry.told || isUnrepeatable(entry)) done?.();
    else ask(() => spool.copy(store(entry), isDying), done);
  };

  return { forget, store, copy };
};

/** What comes from elsewhere enters the ledger, with all that it stands for. */
const adoptInto = (ledger: Ledger, parcel: Parcel): void => {
  ledger.move('adopted', 'spooled', parcel);
  ledger.move('adopted', 'folded', { category: parcel.category, quantity: parcel.suppressed ?? 0 });
};

/** In flight, without an id by which a server would know the second one. */
const isUnrepeatable = ({ isBusy, parcel }: Entry): boolean | undefined => isBusy && parcel.id === '';

/** Whether there may be a better time. What the server's limits turn away would only meet them again; but a record must not be lost. */
const canWait = ({ told, parcel }: Entry, end: End): boolean | undefined => !told && (WAITING.includes(end) || (end === 'ratelimit_backoff' && parcel.isRecord));

const WAITING: readonly End[] = ['closed', 'queue_overflow', 'network_error'];

/** Asks a spool. What goes wrong there is reported, and is no answer. */
const asker =
  (report: Report) =>
  <T>(question: () => Soon<T>, done: (answer?: T) => void = () => undefined): void => {
    const fail = (cause: unknown): void => {
      report({ code: 'T3008', cause });
      done();
    };
    const asked = attemptElse(() => [question()] as const, fail);
    if (!asked) return;
    const [answer] = asked;
    if (isThenable(answer)) void answer.then(done, fail);
    else done(answer);
  };
