import { asciiJson } from '../base/ascii-json';
import { copyBag } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Breadcrumb } from '../event/event';
import type { KeepBreadcrumb, Sizes } from '../scope/breadcrumbs';
import { newestBreadcrumbs } from '../scope/breadcrumbs';
import { normalise } from '../stages/normalise';
import type { Part, PartHost } from './client';

/** Characters kept of one text of a breadcrumb: where the field cuts its message. */
const MAX_TEXT = 2048;

/** Bytes of one breadcrumb, after which no further text is begun: with the longest one begun before, in Chinese, it still fits into the 30,000 of a scope. */
const MAX_BYTES = 15_000;

/** How the scopes of a client keep breadcrumbs. */
interface BreadcrumbKeeper extends Part {
  readonly keep: KeepBreadcrumb;
}

/**
 * Breadcrumbs pass the gate when they are added, so that what the app does with its objects afterwards
 * changes nothing. Where there is a memory they are not walked again with each event; elsewhere the
 * texts in them need not be looked at again. For `Client.part`.
 */
export const createBreadcrumbKeeper = ({ client, runtime, ledger, bounds }: PartHost): BreadcrumbKeeper => {
  const usual = bounds();
  const options = { ...usual, maxValueLength: Math.min(usual.maxValueLength, MAX_TEXT), totalLength: MAX_BYTES };
  const sizes: Sizes = new WeakMap();
  const onFiltered = (rule: string): void => {
    ledger.scrubbed('error', rule, 1);
    client.report({ code: 'T3006', detail: `${rule} × 1 in a breadcrumb` });
  };
  return {
    keep(list, given, limit) {
      // The walk keeps the shape: what has a breadcrumb's keys, and does not write itself, comes out with them.
      const crumb = normalise({ timestamp: toEpochSeconds(runtime.now()), ...copyBag(given), toJSON: undefined }, options, { onFiltered }) as Breadcrumb;
      usual.memory?.keep(crumb);
      sizes.set(crumb, asciiJson(crumb).length);
      return newestBreadcrumbs(list, crumb, { limit: typeof limit === 'number' ? limit : client.getOptions().maxBreadcrumbs, sizes });
    },
  };
};
