import type { ReportDialogTexts } from './texts';

/** What `showReportDialog` takes; all optional. Texts not given are in the page's language. */
export interface ReportDialogOptions extends Partial<ReportDialogTexts> {
  /** The event that the report is about. Default: the last one. */
  readonly eventId?: string | undefined;
  /** What stands in the fields at first. Default: the user of the scope. */
  readonly user?: { readonly name?: string | undefined; readonly email?: string | undefined } | undefined;
  /** Language tag. Default: that of the page, then those of the browser. English, German, French, Spanish, Italian, Dutch. */
  readonly lang?: string | undefined;
  /** Called once the dialog is open, also when it was open already. */
  readonly onLoad?: (() => void) | undefined;
  /** Called once it is closed, whether a report was sent or not. */
  readonly onClose?: (() => void) | undefined;
}
