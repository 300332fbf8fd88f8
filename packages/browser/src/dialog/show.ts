import type { User } from '@tocsin/core';
import type { DialogCore } from './core';
import type { ReportDialogOptions } from './options';
import { openReportDialog } from './report-dialog';
import { textsFor } from './texts';

/** How long the dialog waits for the app's hooks, milliseconds: without their word no hash can be shown. */
const WAIT_FOR_HASH = 50;

/** Works out what the dialog shows, and opens it. */
export const show = async (options: ReportDialogOptions, eventId: string | undefined, { client, scopes, errorHash, captureFeedback }: DialogCore): Promise<void> => {
  if (eventId !== undefined) await Promise.race([client.afterHooks(eventId), new Promise((resolve) => void setTimeout(resolve, WAIT_FOR_HASH))]);
  const { lang, texts } = textsFor([options.lang, document.documentElement.lang, ...navigator.languages]);
  const user: User = Object.assign({}, ...scopes.map((scope) => scope.getScopeData().user));
  openReportDialog({
    lang,
    texts: { ...texts, ...given(options, texts) },
    hash: eventId === undefined ? undefined : errorHash(eventId),
    name: firstText(options.user?.name, user['name'], user.username),
    email: firstText(options.user?.email, user.email),
    // An id of zeros alone: no client, or a hook of the app's own turned it down.
    send: (said) => /[^0]/.test(captureFeedback({ ...said, associatedEventId: eventId, url: location.href, source: 'report-dialog' })),
    onClose: () => options.onClose?.(),
  });
  options.onLoad?.();
};

const firstText = (...values: readonly unknown[]): string => values.find((value) => typeof value === 'string') ?? '';

/** Those of the texts that the app says itself. */
const given = (options: ReportDialogOptions, texts: object): Partial<ReportDialogOptions> =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => name in texts && typeof value === 'string'));
