/** For apps and for whoever builds on the SDK: capture, scopes, audit, the client. */
export { eventIdFromHash, hashFromEventId } from './base/error-hash';
export type { Undo } from './base/clock';
export type { Diagnostic, DiagnosticCode, Report } from './base/diagnostics';
export type { Category, CategoryStats, Drop, DropReason, Stats } from './base/ledger';
export type { EpochMilliseconds, EpochSeconds, Milliseconds } from './base/units';
export type { Breadcrumb, BreadcrumbHint, Context, ErrorEvent, Event, Exception, Level, Mechanism, Primitive, RequestData, SdkInfo, SeverityLevel, StackFrame, User } from './event/event';
export type { Attachment } from './event/attachment';
export type { CaptureContext, EventHint, EventProcessor, ScopeData } from './scope/scope-data';
export { Scope } from './scope/scope';
export type { Client, ClientOptions, Integration } from './client/client';
export type { CaptureDetails } from './client/capture-details';
export type { ScrubOptions, ScrubRule } from './stages/scrub-options';
export type { ScrubRuleName } from './stages/scrub-rules';
export { captureEvent, captureException, captureMessage, errorHash, lastEventId } from './client/capture';
export { addIntegration, close, flush, getClient, isEnabled, isInitialized, stats } from './client/lifecycle';
export type { WithScope } from './client/scopes';
export {
  addBreadcrumb,
  addEventProcessor,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  withIsolationScope,
  withScope,
} from './client/scopes';
export type { ParameterizedString } from './event/parameterize';
export { parameterize } from './event/parameterize';
export type { Log, LogSeverityLevel } from './event/log';
export type { CheckIn, MonitorConfig } from './items/check-in';
export { captureCheckIn, withMonitor } from './items/check-in';
export type { FeatureFlagsIntegration } from './items/feature-flags';
export { addFeatureFlag, featureFlagsIntegration } from './items/feature-flags';
export { dedupeIntegration } from './items/dedupe';
export type { ExtraErrorDataOptions } from './items/extra-error-data';
export { extraErrorDataIntegration } from './items/extra-error-data';
export type { LinkedErrorsOptions } from './items/linked-errors';
export { linkedErrorsIntegration } from './items/linked-errors';
export type { RewriteFramesOptions } from './items/rewrite-frames';
export { rewriteFramesIntegration } from './items/rewrite-frames';
export type { Feedback, FeedbackHint } from './items/feedback';
export { captureFeedback } from './items/feedback';
export type { LogArguments, LogAttributes } from './items/logger';
export { logger } from './items/logger';
export type { Session, SessionContext } from './items/session';
export { captureSession, endSession, startSession } from './items/session';
export type { TraceHeaders } from './event/trace';
export type { TraceData } from './client/trace';
export { continueTrace, getTraceData } from './client/trace';
export { getTraceMetaTags } from './client/trace-meta-tags';
export type { AuditDetails, AuditKind, AuditOutcome, AuditPerson, AuditRecord, AuditSession, AuditTarget } from './audit/record';
export { audit } from './audit/audit';
export type { MasqueradeDetails } from './audit/masquerade';
export { masquerade } from './audit/masquerade';
export type { Route, RouteMatcher, RouteQuestion } from './transport/route-matcher';
export { makeMultiplexedTransport } from './transport/multiplexed';
