import type { User } from '@tocsin/core';
import type { DialogCore } from './core';
import type { ReportDialogOptions } from './options';
import type { Said } from './report-dialog';
import { openReportDialog } from './report-dialog';
import { textsFor } from './texts';

/** How long the dialog waits for the app's hooks, milliseconds: without their word no hash can be shown. */
const WAIT_FOR_HASH = 50;

/** How long it waits for the server's answer to a report, milliseconds. */
const WAIT_FOR_ANSWER = 5000;

/** Works out what the dialog shows, and opens it. */
export const show = async (options: ReportDialogOptions, eventId: string | undefined, core: DialogCore): Promise<void> => {
  const { client, scopes, errorHash } = core;
  if (eventId !== undefined) await Promise.race([client.afterHooks(eventId), new Promise((resolve) => void setTimeout(resolve, WAIT_FOR_HASH))]);
  const { lang, texts } = textsFor([options.lang, document.documentElement.lang, ...navigator.languages]);
  const user: User = Object.assign({}, ...scopes.map((scope) => scope.getScopeData().user));
  openReportDialog({
    lang,
    texts: { ...texts, ...given(options, texts) },
    hash: eventId === undefined ? undefined : errorHash(eventId),
    name: firstText(options.user?.name, user['name'], user.username),
    email: firstText(options.user?.email, user.email),
    send: (said) => send(said, eventId, core),
    onClose: () => options.onClose?.(),
  });
  options.onLoad?.();
};

/** Sends a report, and tells whether the server has it, or may still get it. */
const send = async (said: Said, eventId: string | undefined, { client, captureFeedback }: DialogCore): Promise<boolean> => {
  const dropped = (): string | undefined => JSON.stringify(client.stats().feedback?.dropped);
  const id = captureFeedback({ ...said, associatedEventId: eventId, url: location.href, source: 'report-dialog' });
  const before = dropped();
  await client.flush(WAIT_FOR_ANSWER);
  // Zeros alone: no client, or a hook of the app's own turned it down.
  return /[^0]/.test(id) && dropped() === before;
};

const firstText = (...values: readonly unknown[]): string => values.find((value) => typeof value === 'string') ?? '';

/** Those of the texts that the app says itself. */
const given = (options: ReportDialogOptions, texts: object): Partial<ReportDialogOptions> =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => name in texts && typeof value === 'string'));
