import type { Report } from '../base/diagnostics';
import { attempt } from '../base/fences';
import type { Breadcrumb } from '../event/event';
import type { ClientOptions } from './client';

/** Runs `beforeBreadcrumb`. One that throws loses the breadcrumb: it may have been about to take a secret out. */
export const prepareBreadcrumb = (crumb: Breadcrumb, hint: unknown, { options, report }: { readonly options: ClientOptions; readonly report: Report }): Breadcrumb | undefined => {
  const { beforeBreadcrumb } = options;
  if (!beforeBreadcrumb) return crumb;
  const result = attempt(() => beforeBreadcrumb(crumb, hint));
  if (result.ok) return result.value ?? undefined;
  report({ code: 'T2001', detail: 'beforeBreadcrumb threw', cause: result.error });
  return undefined;
};
