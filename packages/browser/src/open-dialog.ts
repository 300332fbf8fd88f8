import { captureFeedback, errorHash, getClient, getCurrentScope, getGlobalScope, getIsolationScope, lastEventId } from '@tocsin/core';
import type { ReportDialogOptions } from './dialog/options';
import type { show } from './dialog/show';

/** Loads the code of the dialog, when there is one to show. */
export type LoadDialog = () => Promise<{ readonly show: typeof show }>;

/** Opens the report dialog by code that is yet to be loaded; see `showReportDialog`. What fails is told (T4003). */
export const openDialog = (options: ReportDialogOptions, load: LoadDialog): void => {
  const client = getClient();
  if (!client) return;
  // Now, and not when the code is there: meanwhile something else may have failed.
  const eventId = options.eventId ?? lastEventId();
  const scopes = [getGlobalScope(), getIsolationScope(), getCurrentScope()];
  load().then(({ show }) => show(options, eventId, { client, scopes, errorHash, captureFeedback })).catch((cause: unknown) => client.report({ code: 'T4003', cause }));
};
