/** Options of other SDKs that are about spans, profiles, replays or metrics, none of which there are here. */
const ABSENT =
  /^(?:traces|profiles|profileSession|replays|profileLifecycle|traceLifecycle|enableTracing|tracing|enableMetrics|beforeSend(?:Transaction|Span|Metric)|ignore(?:Transactions|Spans)|instrumenter|parentSpanIsAlwaysRootSpan|maxSpanWaitDuration|spanProcessors|skipOpenTelemetrySetup|enableOpenTelemetrySetup|openTelemetry|registerEsmLoaderHooks|enableRuntimeChannelInjection|disableInstrumentationWarnings|streamGenAiSpans)/;

/** Whether such a name asks for what there is not. */
export const isAbsent = (name: string): boolean => ABSENT.test(name);

/** Where something is set that other SDKs, of now or before, have at the top. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  httpProxy: 'transportOptions.proxy',
  httpsProxy: 'transportOptions.proxy',
  proxy: 'transportOptions.proxy',
  caCerts: 'transportOptions.caCerts',
  headers: 'transportOptions.headers',
  agent: 'transportOptions.agent',
  bufferSize: 'transportOptions.bufferSize',
  user: 'initialScope.user',
  tags: 'initialScope.tags',
  extra: 'initialScope.extra',
  contexts: 'initialScope.contexts',
  level: 'initialScope.level',
  whitelistUrls: 'allowUrls',
  blacklistUrls: 'denyUrls',
  maxValueBytes: 'maxValueLength',
  dataCollection: 'sendDefaultPii or scrub',
  autoSessionTracking: 'httpIntegration({ trackIncomingRequestsAsSessions })',
  onFatalError: 'onUncaughtExceptionIntegration({ onFatalError })',
  sendTimeout: 'shutdownTimeout',
};

/** The name, or the call, by which the same is set here. */
export const nameHere = (name: string): string | undefined => (Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined);
