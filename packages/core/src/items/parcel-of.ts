import type { Category } from '../base/ledger';
import type { PartHost } from '../client/client';
import type { EnvelopeItem } from '../envelope/envelope';
import type { Parcel } from '../transport/parcel';

/** One item in an envelope of its own, because servers differ in what they read beside others. */
export const parcelOf = (category: Category, item: EnvelopeItem, { runtime: { sdk } }: Pick<PartHost, 'runtime'>): Parcel => ({
  id: '',
  category,
  issue: category,
  header: { sdk: { name: sdk.name, version: sdk.version } },
  items: [item],
});
