import type { Clock, Timers, Undo } from '../base/clock';
import type { Drop, DropReason } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import { asciiJson } from '../envelope/ascii-json';
import { createIdlers } from './idlers';
import type { Parcel } from './parcel';
import type { Send } from './send';

/** Reports go this often at most, besides those of `flush` and `close`. */
const REPORT_EVERY: Milliseconds = 60_000;

/** Our own reasons in the words that servers know; all others are theirs already (protocol notes §4.2). */
const protocolWords: Partial<Record<DropReason, string>> = { hook_unfinished: 'before_send', closed: 'network_error' };

/** Tells the server what was dropped and why, so that its figures can be right. */
export interface ClientReports {
  /** Takes a drop into the next report, unless the server counts it itself. */
  note(drop: Drop): void;
  /** Sends what there is to tell; nothing when there is nothing. What could not be sent is told the next time. Resolves when no report is on its way. */
  send(): Promise<void>;
  /** No report goes out any more, and nobody waits for one. */
  stop(): void;
}

/** What reports need. `sendOnce` is without retry: the next report carries what this one did not bring. */
export interface ClientReportsOptions {
  readonly sendOnce: Send;
  readonly platform: Clock & Timers;
}

/** Reports are not counted themselves: they are in no ledger, and their own loss is in no report. */
export const createClientReports = ({ sendOnce, platform }: ClientReportsOptions): ClientReports => {
  let drops = new Map<string, Drop>();
  let cancel: Undo | undefined;
  let stopped = false;
  let sending = 0;
  const idlers = createIdlers(() => stopped || sending === 0);

  const note = (drop: Drop): void => {
    if (drop.byServer || drop.category === 'internal') return;
    const key = `${drop.reason} ${drop.category}`;
    drops.set(key, { ...drop, quantity: drop.quantity + (drops.get(key)?.quantity ?? 0) });
    if (!stopped) cancel ??= platform.after(REPORT_EVERY, () => void send());
  };

  const send = (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    if (drops.size > 0 && !stopped) void bring([...drops.values()]);
    return idlers.wait();
  };

  const bring = async (told: readonly Drop[]): Promise<void> => {
    drops = new Map();
    sending++;
    const { kind } = await sendOnce(reportParcel(told, toEpochSeconds(platform.now())));
    sending--;
    // A server that refuses reports will refuse the next one too.
    if (kind !== 'accepted' && kind !== 'refused') told.forEach(note);
    idlers.settle();
  };

  return {
    note,
    send,
    stop() {
      stopped = true;
      cancel?.();
      idlers.settle();
    },
  };
};

const reportParcel = (drops: readonly Drop[], timestamp: number): Parcel => {
  const discarded = drops.map(({ reason, category, quantity }) => ({ reason: protocolWords[reason] ?? reason, category, quantity }));
  return {
    id: '',
    category: 'internal',
    issue: '',
    header: {},
    items: [{ header: { type: 'client_report' }, payload: asciiJson({ timestamp, discarded_events: discarded }) }],
  };
};
