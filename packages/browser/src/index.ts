/** Tocsin for pages: `init`, then capture. */
export type { BrowserOptions } from './init';
export { init } from './init';
export type { Consent } from './consent';
export { createConsent } from './consent';
export { captureEarlyErrors } from './early-errors';
export type { MakeTransport, Transporter, TransportOptions } from '@tocsin/core/platform';
export { makeOwnTransport as makeFetchTransport } from '@tocsin/core/platform';
export type { BreadcrumbsOptions } from './integrations/breadcrumbs';
export { breadcrumbsIntegration } from './integrations/breadcrumbs';
export type { BrowserApiErrorsOptions } from './integrations/browser-api-errors';
export { browserApiErrorsIntegration } from './integrations/browser-api-errors';
export type { BrowserSessionIntegration, BrowserSessionOptions } from './integrations/browser-session';
export { browserSessionIntegration } from './integrations/browser-session';
export { cspViolationsIntegration } from './integrations/csp-violations';
export type { ContextLinesOptions } from './integrations/context-lines';
export { contextLinesIntegration } from './integrations/context-lines';
export type { GlobalHandlersOptions } from './integrations/global-handlers';
export { globalHandlersIntegration } from './integrations/global-handlers';
export { httpContextIntegration } from './integrations/http-context';
export type { ReportingObserverOptions, ReportKind } from './integrations/reporting-observer';
export { reportingObserverIntegration } from './integrations/reporting-observer';
export type { ThirdPartyBehaviour, ThirdPartyErrorFilterOptions } from './integrations/third-party-error-filter';
export { thirdPartyErrorFilterIntegration } from './integrations/third-party-error-filter';
export { tracePropagationIntegration } from './integrations/trace-propagation';
export type { ReportDialogOptions } from './dialog/options';
export type { ReportDialogTexts } from './dialog/texts';
export { showReportDialog } from './show-report-dialog';
export {
  addBreadcrumb,
  addEventProcessor,
  addFeatureFlag,
  addIntegration,
  audit,
  captureCheckIn,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  captureSession,
  close,
  continueTrace,
  endSession,
  errorHash,
  eventIdFromHash,
  featureFlagsIntegration,
  flush,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  getTraceData,
  getTraceMetaTags,
  hashFromEventId,
  isEnabled,
  isInitialized,
  lastEventId,
  logger,
  makeMultiplexedTransport,
  masquerade,
  parameterize,
  Scope,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  startSession,
  stats,
  withIsolationScope,
  withMonitor,
  withScope,
} from '@tocsin/core';
export type {
  Attachment,
  AuditDetails,
  AuditKind,
  AuditOutcome,
  AuditPerson,
  AuditRecord,
  AuditTarget,
  Breadcrumb,
  BreadcrumbHint,
  CaptureContext,
  CaptureDetails,
  CheckIn,
  Client,
  ClientOptions,
  Context,
  Drop,
  DropReason,
  ErrorEvent,
  Event,
  EventHint,
  EventProcessor,
  Exception,
  FeatureFlagsIntegration,
  Feedback,
  FeedbackHint,
  Integration,
  Level,
  Log,
  LogAttributes,
  LogSeverityLevel,
  MasqueradeDetails,
  MonitorConfig,
  ParameterizedString,
  Primitive,
  RequestData,
  Route,
  RouteMatcher,
  RouteQuestion,
  Session,
  SessionContext,
  SeverityLevel,
  StackFrame,
  Stats,
  User,
} from '@tocsin/core';
