import type { Undo } from '../base/clock';
import { attemptOr } from '../base/fences';
import type { Drop, DropReason } from '../base/ledger';
import type { Milliseconds } from '../base/units';
import { backoff } from './backoff';
import { createClientReports } from './client-reports';
import type { End, Entry } from './entry';
import { createLanes } from './lanes';
import { lighten } from './lighten';
import { createLimits } from './limits';
import type { Parcel } from './parcel';
import { encodeParcel } from './parcel';
import type { Answer, PostSync } from './post';
import type { SendResult } from './send';
import { readAnswer, sendOver } from './send';
import type { TransportParts } from './transport-parts';

/** Requests at a time, where the platform does not say: enough to hide latency, fewer than a browser makes to one host. */
export const CONCURRENCY = 4;

/** After so long in vain a parcel leaves memory: old news, and others wait for its place. */
const GIVE_UP_AFTER: Milliseconds = 15 * 60_000;

/** A class, because what a literal makes V8 may make in old memory: see `event-parcel.ts`. */
class OwnEntry implements Entry {
  parcel;
  isBusy = false;
  lane: Entry['lane'];

  constructor(parcel: Parcel) {
    this.parcel = parcel;
  }
}

/**
 * Takes parcels and brings them to the server; every one ends in the ledger. *When* is decided here
 * (a bounded queue, one back-off for all), *whether* by the limits, *how* by a `Send`.
 */
export class Transport {
  readonly #parts;
  readonly #limits;
  readonly #send;
  readonly #reports;
  readonly #spooling;
  /** All that we answer for, in the order in which it is to be sent. */
  readonly #pending;
  /** Those of them that are not busy. */
  readonly #waiting;
  readonly #idlers: ((isDone: boolean) => void)[] = [];
  #inFlight = 0;
  /** Requests that have failed, one after the other. */
  #failures = 0;
  #endRest: Undo | undefined;
  #pumping: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: TransportParts) {
    const { platform, sendClientReports = true, transportOptions } = parts;
    this.#parts = parts;
    this.#pending = platform.createLine?.() ?? new Set<Entry>();
    this.#waiting = createLanes(transportOptions.bufferSize);
    this.#limits = createLimits(() => platform.now());
    this.#send = sendOver(parts, this.#limits.read);
    this.#reports = sendClientReports ? createClientReports(platform, (entry) => this.#take(entry)) : undefined;
    this.#spooling = platform.spool?.({ ...parts, adopt: (entry) => (entry ? this.#take(entry) : void this.#pumpSoon()) });
    void this.#pumpSoon();
  }

  /** Takes what is pending in the ledger. */
  push = (parcel: Parcel): void => this.#take(new OwnEntry(parcel));

  /** To be told of each drop, for the next client report. */
  noteDrop(drop: Drop): void {
    this.#reports?.note(drop);
  }

  /** Waits for `first`, until nothing is pending, and for a client report; `false` when the time was up before, or a close. */
  flush(timeout: Milliseconds, first: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#parts.platform.after(timeout, () => resolve(false), true);
      const finish = async (): Promise<void> => {
        await first;
        const isDone = await this.#idle();
        this.#reports?.tell();
        await this.#idle();
        cancel();
        resolve(isDone);
      };
      // It does not sit out a back-off.
      this.#wake();
      void finish();
    });
  }

  /**
   * For a dying process, which has no event loop to wait for answers: everything is copied into the
   * spool, if there is one, and delivered by `post`, what is in flight once more. What is neither
   * acknowledged nor kept is dropped (`network_error`).
   */
  flushSync(post: PostSync): void {
    const { platform, destination } = this.#parts;
    // What is in flight without an id stays: sent again, no server could tell it from the first. What others have left waits on.
    const entries = [...this.#pending].filter(({ isBusy, isGuest, parcel }) => !isGuest && (!isBusy || parcel.id));
    if (!entries[0]) return;
    entries.forEach((entry) => this.#spooling?.copy(entry, true));
    const answers = attemptOr<readonly (Answer | undefined)[]>([], () => post(entries.map(({ parcel }) => encodeParcel(parcel, platform.now(), destination))));
    entries.forEach((entry, index) => {
      const answer = answers[index];
      // There is no other time.
      entry.giveUpAt = 0;
      if (answer) this.#settle(entry, readAnswer(answer));
      else this.#unload(entry, 'network_error');
    });
  }

  /** Stops. What is still pending goes into the spool, or is dropped (`closed`). */
  close(): void {
    this.#isClosed = true;
    this.#reports?.stop();
    this.#endRest?.();
    // There may be no later. All are copied first: a spool may write them in a row.
    this.#pending.forEach((entry) => this.#spooling?.copy(entry, true));
    this.#pending.forEach((entry) => this.#unload(entry, 'closed'));
  }

  #take(entry: Entry): void {
    this.#pending.add(entry);
    if (this.#isClosed) return this.#unload(entry, 'closed');
    if (!this.#waiting.hasRoomFor(entry.parcel)) {
      // An event needs its attachments less than the next one needs its place: they go, unless the spool keeps all.
      return this.#unload(entry, 'queue_overflow', () => {
        if (!this.#pending.delete(entry)) return;
        this.#strip(entry, 'queue_overflow');
        this.#take(entry);
      });
    }
    this.#wait(entry);
    // What came back to be tried again may be a few too many: it is not turned away for that.
    for (let surplus; (surplus = this.#waiting.surplus(entry)); ) this.#unload(surplus, 'queue_overflow');
    void this.#pumpSoon();
  }

  #wait(entry: Entry): void {
    entry.isBusy = false;
    this.#waiting.add(entry);
    this.#spooling?.copySoon(entry);
  }

  /** In a microtask, never inside `push`: the crash path pushes and takes everything out again before a byte was written. */
  #pumpSoon(): Promise<void> {
    return (this.#pumping ??= Promise.resolve().then(() => {
      this.#pumping = undefined;
      this.#pump();
    }));
  }

  #pump(): void {
    // Asked each time: a platform may find out what its servers take.
    const { platform: { concurrency = CONCURRENCY }, transportOptions } = this.#parts;
    for (const entry of this.#pending) {
      // A server in trouble gets one request at a time.
      if (this.#endRest || this.#inFlight >= (this.#failures > 0 ? 1 : concurrency)) break;
      if (!entry.isBusy) void this.#launch(entry);
    }
    // Never more than there is room for, else it would go back and forth.
    const isFull = this.#pending.size >= Math.min(concurrency, transportOptions.bufferSize);
    // One that lets nothing begin now (0) is not asked what is owed.
    const isOwed = isFull || !this.#endRest && !this.#isClosed && !this.#limits.holds('error') && this.#spooling?.adopt();
    if (this.#pending.size === 0 && !isOwed) this.#idlers.splice(0).forEach((resolve) => resolve(!this.#isClosed));
  }

  /** Waits until nothing is pending; `false` when a close has put an end to that. */
  #idle(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      void this.#pumpSoon();
    });
  }

  async #launch(entry: Entry): Promise<void> {
    if (this.#limits.holds(entry.parcel.category)) return this.#unload(entry, 'ratelimit_backoff');
    this.#waiting.delete(entry);
    entry.isBusy = true;
    if (this.#limits.holds('attachment')) this.#strip(entry, 'ratelimit_backoff');
    this.#spooling?.launched(entry);
    this.#inFlight++;
    const result = await this.#send(entry.parcel);
    this.#inFlight--;
    // The last words, or a close, may have answered for it meanwhile.
    if (this.#pending.has(entry)) this.#settle(entry, result);
    void this.#pumpSoon();
  }

  #settle(entry: Entry, result: SendResult): void {
    const { end, detail, isTooLarge } = result;
    if (end === 'network_error') return this.#retry(entry, result);
    this.#failures = 0;
    if (isTooLarge && this.#lighten(entry)) return this.#wait(entry);
    // That a report was refused helps nobody: the event before it was as well.
    if (end === 'send_error' && !entry.told) this.#parts.report({ code: 'T3002', detail });
    this.#unload(entry, end, () => this.#end(entry, end, end === 'ratelimit_backoff'));
  }

  #retry(entry: Entry, { detail, isUntouched }: SendResult): void {
    const { platform, report } = this.#parts;
    report({ code: 'T3003', detail });
    // Those that fail together are one failure.
    this.#endRest ??= platform.after(backoff(++this.#failures, platform.random()), () => this.#wake());
    // What has no id, and may be there, would come twice. A report that is certainly not there is written anew.
    if (entry.told) return this.#end(entry, isUntouched ? 'network_error' : 'send_error');
    if (entry.parcel.id === '' && !isUntouched) return this.#end(entry, 'network_error');
    entry.giveUpAt ??= platform.now() + GIVE_UP_AFTER;
    if (platform.now() >= entry.giveUpAt) return this.#unload(entry, 'network_error');
    // Behind the others: an event that the server chokes on holds nobody up.
    this.#pending.delete(entry);
    this.#pending.add(entry);
    this.#wait(entry);
  }

  #wake(): void {
    this.#endRest?.();
    this.#endRest = undefined;
    void this.#pumpSoon();
  }

  /** Makes less of what was too large; whether it can be tried again. */
  #lighten(entry: Entry): boolean {
    const isStripped = this.#strip(entry, 'send_error');
    const lighter = isStripped ? entry.parcel : lighten(entry.parcel);
    if (lighter) {
      entry.parcel = lighter;
      this.#parts.report({ code: 'T3007', detail: isStripped ? 'attachments' : 'surroundings' });
    }
    return lighter !== undefined;
  }

  /** Takes the attachments off, counted; whether there were any. */
  #strip(entry: Entry, reason: DropReason): boolean {
    const { parcel } = entry;
    if (!parcel.attachments?.length) return false;
    entry.parcel = { ...parcel, attachments: undefined };
    this.#parts.ledger.move('pending', reason, { ...parcel, quantity: 0 });
    return true;
  }

  /** It leaves memory: into the spool, if that takes what ends like this, or for good. */
  #unload(entry: Entry, end: End, leave = (): void => this.#end(entry, end)): void {
    this.#waiting.delete(entry);
    if (this.#spooling && end !== 'sent') this.#spooling.keep(entry, end, (isKept) => (isKept ? this.#end(entry, 'spooled') : leave()));
    else leave();
  }

  /** Each entry ends once. `byServer`: it counts such itself. */
  #end(entry: Entry, to: End | 'spooled', byServer?: boolean): void {
    if (!this.#pending.delete(entry)) return;
    this.#waiting.delete(entry);
    if (to !== 'sent' && to !== 'spooled') this.#parts.taken.delete(entry.parcel.id);
    if (!entry.told) this.#parts.ledger.move('pending', to, Object.assign({ byServer }, entry.parcel));
    // A server that refuses reports will refuse the next one too.
    else if (to !== 'sent' && to !== 'send_error') this.#reports?.putBack(entry.told);
    if (to !== 'spooled') this.#spooling?.forget(entry);
    void this.#pumpSoon();
  }
}
