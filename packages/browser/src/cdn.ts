import * as core from '@tocsin/core';
import { init } from './init';
import { captureEarlyErrors } from './early-errors';
import { breadcrumbsIntegration } from './integrations/breadcrumbs';
import { browserApiErrorsIntegration } from './integrations/browser-api-errors';
import { browserSessionIntegration } from './integrations/browser-session';
import { cspViolationsIntegration } from './integrations/csp-violations';
import { globalHandlersIntegration } from './integrations/global-handlers';
import { openDialog } from './open-dialog';
import type { ReportDialogOptions } from './dialog/options';
import { show } from './dialog/show';

/** As in the package, but for the file that it comes in. */
const showReportDialog = (options: ReportDialogOptions = {}): void => openDialog(options, async () => ({ show }));

/**
 * What pages without a bundler get, as the global `Tocsin`: what most of them need. The rest is for those who bundle.
 * One object, because a bundler would make getters of exports: that fails in a page where every object has a `value`.
 */
export const sdk = {
  init,
  captureEarlyErrors,
  breadcrumbsIntegration,
  browserApiErrorsIntegration,
  browserSessionIntegration,
  cspViolationsIntegration,
  globalHandlersIntegration,
  showReportDialog,
  addBreadcrumb: core.addBreadcrumb,
  addEventProcessor: core.addEventProcessor,
  addIntegration: core.addIntegration,
  captureEvent: core.captureEvent,
  captureException: core.captureException,
  captureFeedback: core.captureFeedback,
  captureMessage: core.captureMessage,
  close: core.close,
  errorHash: core.errorHash,
  flush: core.flush,
  getClient: core.getClient,
  getCurrentScope: core.getCurrentScope,
  getIsolationScope: core.getIsolationScope,
  lastEventId: core.lastEventId,
  setContext: core.setContext,
  setExtra: core.setExtra,
  setExtras: core.setExtras,
  setTag: core.setTag,
  setTags: core.setTags,
  setUser: core.setUser,
  stats: core.stats,
  withScope: core.withScope,
} satisfies typeof Tocsin;
