import { attemptElse } from '../base/fences';
import { copyBag, isThenable } from '../base/read';
import { toEpochSeconds } from '../base/units';
import type { Breadcrumb, BreadcrumbHint } from '../event/event';
import type { Scope } from '../scope/scope';
import type { Part, PartHost } from './client';

/** What a client does with breadcrumbs before a scope keeps them. A part, so that a page without any has none of it. */
interface Breadcrumbs extends Part {
  add(crumb: Breadcrumb, hint: BreadcrumbHint | undefined, scope: Scope): void;
}

/** See {@link Breadcrumbs}; for `Client.part`. */
export const createBreadcrumbs = ({ client, runtime }: PartHost): Breadcrumbs => {
  const { beforeBreadcrumb } = client.getOptions();
  let isAdding = false;
  /** A hook that fails loses the breadcrumb: it may have been about to take a secret out. */
  const fail = (how: string, cause?: unknown): undefined => {
    client.report({ code: 'T2001', detail: `beforeBreadcrumb ${how}`, cause });
  };
  /** What the hook leaves of it; `undefined` when that is nothing. */
  const afterHook = (given: Breadcrumb, hint: BreadcrumbHint | undefined): Breadcrumb | undefined => {
    if (!beforeBreadcrumb) return given;
    const crumb: Breadcrumb = { timestamp: toEpochSeconds(runtime.now()), ...copyBag(given) };
    const kept = attemptElse(() => beforeBreadcrumb(crumb, hint), (cause) => fail('threw', cause)) ?? undefined;
    if (!isThenable(kept)) return kept;
    // It cannot be waited for here, and its rejection must not end the process.
    Promise.resolve(kept).catch(() => undefined);
    return fail('answered a promise');
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
