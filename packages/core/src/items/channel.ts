import { guard } from '../base/fences';
import type { Category, DropReason } from '../base/ledger';
import type { PartHost } from '../client/client';
import type { EnvelopeItem } from '../envelope/envelope';
import { normalise } from '../stages/normalise';
import type { Zone } from '../stages/zones';
import type { Parcel } from '../transport/parcel';

/** The way out for one kind of telemetry, from the call of the app to the queue. */
export interface Channel {
  /**
   * Takes an item in: pending from here on. `make` answers with it or with the reason why it is
   * dropped; a bug of ours is a reason too, so that every item has an end. `undefined`: it had it.
   */
  takeIn<T extends object>(make: () => T | DropReason): T | undefined;
  /** A plain copy without secrets, as of events. */
  gate(value: unknown, zone: Zone): unknown;
  /** Sends what was taken in, in an envelope of its own, because servers differ in what they read beside others. */
  send(item: EnvelopeItem, more?: Partial<Parcel>): void;
}

/** See {@link Channel}. */
export const createChannel = ({ client, runtime, ledger, transport, bounds }: PartHost, category: Category): Channel => ({
  takeIn(make) {
    ledger.move('captured', 'pending', { category });
    const item = guard<ReturnType<typeof make>>(client.report, 'internal_sdk_error', make);
    if (typeof item !== 'string') return item;
    ledger.move('pending', item, { category });
    return undefined;
  },
  gate: (value, zone) => normalise(value, bounds(), { zone, onFiltered: (rule) => ledger.scrubbed(category, rule, 1) }),
  send(item, more = {}) {
    const { name, version } = runtime.sdk;
    transport.push({ id: '', category, issue: category, items: [item], ...more, header: { sdk: { name, version }, ...more.header } });
  },
});
