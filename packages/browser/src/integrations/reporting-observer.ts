import type { Integration } from '@tocsin/core';
import { captureMessage } from '@tocsin/core';
import { copyBag, whileBound } from '@tocsin/core/platform';

/** What browsers report about a page, by kind. */
export type ReportKind = 'crash' | 'deprecation' | 'intervention';

/** Options of {@link reportingObserverIntegration}. */
export interface ReportingObserverOptions {
  /** Default: all. */
  readonly types?: readonly ReportKind[] | undefined;
}

/** The browser's own report: its body says more than types know. */
interface PageReport {
  readonly type?: string;
  readonly url?: string;
  readonly body?: { readonly message?: string; toJSON?: () => Record<string, unknown> } | null;
}

const tell = ({ type, url, body }: PageReport): void =>
  void captureMessage(`Browser report (${type}): ${body?.message ?? 'no message'}`, { level: 'warning', contexts: { report: { ...body?.toJSON?.(), type, url } } });

/**
 * Captures what the browser reports about the page: features that will go, and what it has refused to do for
 * the visitor's sake. Where browsers have no reports it does nothing. Not installed by default.
 */
export const reportingObserverIntegration = (options?: ReportingObserverOptions): Integration => ({
  name: 'ReportingObserver',
  setup(client) {
    const { types = ['crash', 'deprecation', 'intervention'] }: ReportingObserverOptions = copyBag(options);
    if (!('ReportingObserver' in globalThis)) return undefined;
    const onReports = whileBound(client, (reports: readonly PageReport[]) => reports.forEach(tell));
    // `buffered`: also what was reported before we were there.
    const observer = new ReportingObserver(onReports, { buffered: true, types: [...types] });
    observer.observe();
    return () => observer.disconnect();
  },
});
