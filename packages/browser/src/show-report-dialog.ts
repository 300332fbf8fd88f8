import { openDialog } from './open-dialog';
import type { ReportDialogOptions } from './dialog/options';

/**
 * Opens a form in which a visitor can say what happened, above the page, with the error hash to copy.
 * What is sent is a feedback (`captureFeedback`) that belongs to `eventId`. No remote code: the form is a
 * part of this package that is loaded on first use, works under a strict content security policy and with
 * Trusted Types, and lets the page's styles alone. While one is open, a second call leaves that to the visitor.
 * Never throws; does nothing before `init`.
 */
export const showReportDialog = (options: ReportDialogOptions = {}): void => openDialog(options, () => import('./dialog/show'));
