import { asciiJson } from '../base/ascii-json';
import type { Clock, Timers, Undo } from '../base/clock';
import type { Drop, DropReason } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { toEpochSeconds } from '../base/units';
import type { Entry, Untold } from './entry';

/** Reports go this often at most, besides those of `flush`. */
const REPORT_EVERY: Milliseconds = 60_000;

/** Our own reasons in the words that servers know; all others are theirs already (protocol notes §4.2). */
const protocolWords: Partial<Record<DropReason, string>> = { hook_unfinished: 'before_send', closed: 'network_error' };

/** Tells the server what was dropped and why, so that its figures can be right. */
export interface ClientReports {
  /** Takes a drop into the next report, unless the server counts it itself. */
  note(drop: Drop): void;
  /** Takes in what a report did not bring. */
  putBack(untold: Untold): void;
  /** Sends what there is to tell. */
  tell(): void;
  /** No report goes out any more. */
  stop(): void;
}

/** Reports are in no ledger, and their own loss is in no report. `send` takes each on its way. */
export const createClientReports = (platform: Clock & Timers, send: (report: Entry) => void): ClientReports => {
  let untold = new Map<string, Untold[number]>();
  let cancel: Undo | undefined;
  let isStopped = false;

  const add = ({ reason, category, quantity }: Untold[number]): void => {
    const key = reason + category;
    untold.set(key, { reason, category, quantity: quantity + (untold.get(key)?.quantity ?? 0) });
    if (!isStopped) cancel ??= platform.after(REPORT_EVERY, tell);
  };

  const tell = (): void => {
    cancel?.();
    cancel = undefined;
    const told = [...untold.values()];
    if (isStopped || !told[0]) return;
    untold = new Map();
    const payload = asciiJson({ timestamp: toEpochSeconds(platform.now()), discarded_events: told });
    send({ parcel: { id: '', category: 'internal', issue: '', header: {}, items: [{ header: { type: 'client_report' }, payload }] }, told });
  };

  return {
    note({ reason: ours, category, quantity, bytes, byServer }) {
      if (byServer) return;
      const reason = protocolWords[ours] ?? ours;
      // Attachments and logs are counted by number and by bytes, and `attachment` means bytes.
      const isFile = category === 'attachment';
      add({ reason, category: isFile ? 'attachment_item' : category, quantity });
      if (bytes) add({ reason, category: isFile ? category : 'log_byte', quantity: bytes });
    },
    putBack: (lost) => lost.forEach(add),
    tell,
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
};
