/** What pages without a bundler get, as the global `Tocsin`: what most of them need. The rest is for those who bundle. */
export { init } from './init';
export { captureEarlyErrors } from './early-errors';
export { breadcrumbsIntegration } from './integrations/breadcrumbs';
export { browserApiErrorsIntegration } from './integrations/browser-api-errors';
export { browserSessionIntegration } from './integrations/browser-session';
export { cspViolationsIntegration } from './integrations/csp-violations';
export { globalHandlersIntegration } from './integrations/global-handlers';
export { showReportDialog } from './show-report-dialog';
export {
  addBreadcrumb,
  addEventProcessor,
  addIntegration,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  close,
  errorHash,
  flush,
  getClient,
  getCurrentScope,
  getIsolationScope,
  lastEventId,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  stats,
  withScope,
} from '@tocsin/core';
