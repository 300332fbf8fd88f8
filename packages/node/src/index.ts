/** Tocsin for Node: `init`, then capture. */
export type { NodeOptions } from './node-options';
export { init } from './init';
export type { SpotlightOptions } from './integrations/spotlight';
export { spotlightIntegration } from './integrations/spotlight';
export type { MakeTransport, Transporter, TransportOptions } from '@tocsin/core/platform';
export { makeOwnTransport as makeNodeTransport } from '@tocsin/core/platform';
export type { CaptureConsoleOptions, ConsoleLevel, ConsoleLoggingOptions } from './integrations/capture-console';
export { captureConsoleIntegration, consoleLoggingIntegration } from './integrations/capture-console';
export { dedupeIntegration, extraErrorDataIntegration, linkedErrorsIntegration, rewriteFramesIntegration } from './integrations/checked';
export { consoleIntegration } from './integrations/console';
export type { ContextLinesOptions } from './integrations/context-lines';
export { contextLinesIntegration } from './integrations/context-lines';
export type { UncaughtExceptionOptions } from './integrations/on-uncaught-exception';
export { onUncaughtExceptionIntegration } from './integrations/on-uncaught-exception';
export type { UnhandledRejectionOptions } from './integrations/on-unhandled-rejection';
export { onUnhandledRejectionIntegration } from './integrations/on-unhandled-rejection';
export type { FetchIntegrationOptions } from './integrations/fetch';
export { nativeNodeFetchIntegration } from './integrations/fetch';
export type { HttpIntegrationOptions } from './integrations/http';
export { httpIntegration } from './integrations/http';
export type { WarningsIntegrationOptions } from './integrations/warnings';
export { warningsIntegration } from './integrations/warnings';
export type { LocalVariablesOptions } from './integrations/local-variables';
export { localVariablesIntegration } from './integrations/local-variables';
export { modulesIntegration } from './integrations/modules';
export type { WaitUntil } from './integrations/wait-until';
export { waitUntilIntegration } from './integrations/wait-until';
export type { ChildProcessOptions } from './integrations/child-process';
export { childProcessIntegration } from './integrations/child-process';
export type { NodeContextOptions } from './integrations/node-context';
export { nodeContextIntegration } from './integrations/node-context';
export type { RequestDataOptions } from './integrations/request-data';
export { requestDataIntegration } from './integrations/request-data';
export { cron } from './cron/cron';
export { adapterOptions } from './options/adapter-options';
export { followScopes, inRequest, isolateRequest } from './request-isolation';
export type { TunnelHandler, TunnelHandlerOptions } from './transport/tunnel-handler';
export { tunnelHandler } from './transport/tunnel-handler';
export { audit } from './calls/audit';
export { captureMessage } from './calls/capture-message';
export { addBreadcrumb, addEventProcessor, addIntegration, captureCheckIn, captureEvent, continueTrace, masquerade, setContext, setExtra, setExtras, setTag, setTags, setUser, withIsolationScope, withMonitor, withScope } from './calls/calls';
export {
  addFeatureFlag,
  captureException,
  captureFeedback,
  captureSession,
  close,
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
  parameterize,
  Scope,
  startSession,
  stats,
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
  ExtraErrorDataOptions,
  FeatureFlagsIntegration,
  Feedback,
  FeedbackHint,
  Integration,
  Level,
  LinkedErrorsOptions,
  Log,
  LogArguments,
  LogAttributes,
  LogSeverityLevel,
  MasqueradeDetails,
  MonitorConfig,
  ParameterizedString,
  Primitive,
  RequestData,
  RewriteFramesOptions,
  Route,
  RouteMatcher,
  RouteQuestion,
  Session,
  SessionContext,
  SeverityLevel,
  StackFrame,
  Stats,
  User,
  WithScope,
} from '@tocsin/core';
