import { attemptElse } from '../base/fences';
import { copyBag, isThenable } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Breadcrumb } from '../event/event';
import type { Part, PartHost } from './client';

/** What a client does with breadcrumbs. A part, so that a page without any has none of it. */
interface Breadcrumbs extends Part {
  /** The breadcrumb as it is to be kept; `undefined` when it is not. */
  prepare(crumb: Breadcrumb, hint: unknown): Breadcrumb | undefined;
}

/** See {@link Breadcrumbs}; for `Client.part`. */
export const createBreadcrumbs = ({ client, runtime }: PartHost): Breadcrumbs => {
  const { beforeBreadcrumb } = client.getOptions();
  /** A hook that fails loses the breadcrumb: it may have been about to take a secret out. */
  const fail = (how: string, cause?: unknown): undefined => {
    client.report({ code: 'T2001', detail: `beforeBreadcrumb ${how}`, cause });
  };
  return {
    prepare(given, hint) {
      const crumb: Breadcrumb = { timestamp: toEpochSeconds(runtime.now()), ...copyBag(given) };
      if (!beforeBreadcrumb) return crumb;
      const kept = attemptElse(() => beforeBreadcrumb(crumb, hint), (cause) => fail('threw', cause)) ?? undefined;
      if (!isThenable(kept)) return kept;
      // It cannot be waited for here, and its rejection must not end the process.
      Promise.resolve(kept).catch(() => undefined);
      return fail('answered a promise');
    },
  };
};
