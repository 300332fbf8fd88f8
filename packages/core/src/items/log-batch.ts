import type { Undo } from '../base/clock';
import type { Milliseconds } from '../base/units';
import type { PartHost } from '../client/client';
import type { Channel } from './channel';

/** Logs in one envelope, at most, and how long the first of them waits: the field's figures (protocol notes §4.6). */
const MAX_RECORDS = 100;
const MAX_WAIT: Milliseconds = 5_000;

/** Bytes in one envelope, unless a single log has more: as large as an event, so that the queue's bounds hold for both. */
const MAX_BYTES = 200_000;

/** Logs that wait for the server, at most: a quarter of an hour of ten a second, some 5 MB. */
const MAX_PENDING = 10_000;

/** Logs that wait for others, so that a hundred share an envelope. */
export interface LogBatch {
  /** Takes the JSON of one log, pending in the ledger. When the server is far behind, it is dropped (`buffer_overflow`). */
  add(record: string): void;
  /** Hands all over, now. */
  handOver(): void;
}

/** Empty; its timer runs only while something waits. */
export const createLogBatch = ({ runtime, ledger }: PartHost, channel: Channel): LogBatch => {
  let records: string[] = [];
  let bytes = 0;
  let cancel: Undo | undefined;

  const handOver = (): void => {
    cancel?.();
    cancel = undefined;
    if (records.length === 0) return;
    const header = { type: 'log', item_count: records.length, content_type: 'application/vnd.sentry.items.log+json' };
    const payload = `{"items":[${records.join(',')}]}`;
    const counted = { quantity: records.length, bytes };
    // Before they go: a drop that they lead to may make the app flush.
    records = [];
    bytes = 0;
    channel.send({ header, payload }, counted);
  };

  const isFull = (): boolean => records.length >= MAX_RECORDS || bytes >= MAX_BYTES;

  /** Counting costs little, because it is done once per envelope. */
  const handOverIfRoom = (): void => {
    if ((ledger.stats().log_item?.pending ?? 0) <= MAX_PENDING) handOver();
    else later();
  };

  const later = (): void => {
    cancel ??= runtime.after(MAX_WAIT, () => {
      cancel = undefined;
      handOverIfRoom();
    });
  };

  return {
    add(record) {
      if (bytes + record.length > MAX_BYTES || isFull()) handOverIfRoom();
      if (isFull()) return ledger.move('pending', 'buffer_overflow', { category: 'log_item', bytes: record.length });
      records.push(record);
      bytes += record.length;
      if (isFull()) handOverIfRoom();
      else later();
    },
    handOver,
  };
};
