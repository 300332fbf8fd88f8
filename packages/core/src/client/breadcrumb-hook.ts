import { askHook } from '../base/ask-hook';
import { copyBag } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Breadcrumb, BreadcrumbHint } from '../event/event';
import type { Scope } from '../scope/scope';
import type { Part, PartHost } from './client';

/** The app's `beforeBreadcrumb`. A part, so that a page without breadcrumbs has none of it. */
interface BreadcrumbHook extends Part {
  /** Adds to the scope what the hook leaves of a breadcrumb. */
  add(crumb: Breadcrumb, hint: BreadcrumbHint | undefined, scope: Scope): void;
}

/** See {@link BreadcrumbHook}; for `Client.part`. */
export const createBreadcrumbHook = ({ client, runtime }: PartHost): BreadcrumbHook => {
  const { beforeBreadcrumb } = client.getOptions();
  let isAdding = false;
  /** What the hook leaves of it; `undefined` when that is nothing. One that fails loses the breadcrumb: it may have been about to take a secret out. */
  const afterHook = (given: Breadcrumb, hint: BreadcrumbHint | undefined): Breadcrumb | undefined => {
    if (!beforeBreadcrumb) return given;
    const crumb: Breadcrumb = { timestamp: toEpochSeconds(runtime.now()), ...copyBag(given) };
    return askHook(client.report, 'beforeBreadcrumb', () => beforeBreadcrumb(crumb, hint)) ?? undefined;
  };
  return {
    add(given, hint, scope) {
      // The hook, or a rule for scrubbing, writes to a console that is watched: a breadcrumb about that would lead to the next.
      if (isAdding) return;
      isAdding = true;
      try {
        const crumb = afterHook(given, hint);
        if (crumb) scope.addBreadcrumb(crumb);
      } finally {
        isAdding = false;
      }
    },
  };
};
