import { captureFeedback, errorHash, getClient, getCurrentScope, getGlobalScope, getIsolationScope, lastEventId } from '@tocsin/core';
import type { ReportDialogOptions } from './dialog/options';

/**
 * Opens a form in which a visitor can say what happened, above the page, with the error hash to copy.
 * What is sent is a feedback (`captureFeedback`) that belongs to `eventId`. No remote code: the form is a
 * part of this package that is loaded on first use, works under a strict content security policy and with
 * Trusted Types, and lets the page's styles alone. Never throws; does nothing before `init`.
 */
export const showReportDialog = (options: ReportDialogOptions = {}): void => {
  const client = getClient();
  if (!client) return;
  // Now, and not when the code is there: meanwhile something else may have failed.
  const eventId = options.eventId ?? lastEventId();
  const scopes = [getGlobalScope(), getIsolationScope(), getCurrentScope()];
  import('./dialog/show').then(({ show }) => show(options, eventId, { client, scopes, errorHash, captureFeedback })).catch((cause: unknown) => client.report({ code: 'T4003', cause }));
};
