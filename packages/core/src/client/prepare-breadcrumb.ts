import type { Report } from '../base/diagnostics';
import { attempt } from '../base/fences';
import { isThenable } from '../base/read';
import type { Breadcrumb } from '../event/event';
import type { ClientOptions } from './client';

/** Runs `beforeBreadcrumb`. One that throws loses the breadcrumb: it may have been about to take a secret out. */
export const prepareBreadcrumb = (crumb: Breadcrumb, hint: unknown, { options, report }: { readonly options: ClientOptions; readonly report: Report }): Breadcrumb | undefined => {
  const { beforeBreadcrumb } = options;
  if (!beforeBreadcrumb) return crumb;
  const result = attempt(() => beforeBreadcrumb(crumb, hint));
  if (result.ok && (result.value === null || !isThenable(result.value))) return result.value ?? undefined;
  // A promise cannot be waited for here, and a rejection of it must not end the process.
  if (result.ok && result.value) Promise.resolve(result.value).catch(() => undefined);
  report({ code: 'T2001', detail: `beforeBreadcrumb ${result.ok ? 'answered a promise' : 'threw'}`, ...(!result.ok && { cause: result.error }) });
  return undefined;
};
