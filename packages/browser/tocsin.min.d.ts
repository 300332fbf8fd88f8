import type * as sdk from '@tocsin/browser';

/** What most pages need: names of the package that are in `tocsin.min.js`. */
type Names =
  | 'init'
  | 'captureEarlyErrors'
  | 'breadcrumbsIntegration'
  | 'browserApiErrorsIntegration'
  | 'browserSessionIntegration'
  | 'cspViolationsIntegration'
  | 'globalHandlersIntegration'
  | 'showReportDialog'
  | 'addBreadcrumb'
  | 'addEventProcessor'
  | 'addIntegration'
  | 'captureEvent'
  | 'captureException'
  | 'captureFeedback'
  | 'captureMessage'
  | 'close'
  | 'errorHash'
  | 'flush'
  | 'getClient'
  | 'getCurrentScope'
  | 'getIsolationScope'
  | 'lastEventId'
  | 'setContext'
  | 'setExtra'
  | 'setExtras'
  | 'setTag'
  | 'setTags'
  | 'setUser'
  | 'stats'
  | 'withScope';

declare global {
  /** What `tocsin.min.js` makes. */
  var Tocsin: Pick<typeof sdk, Names>;
}
