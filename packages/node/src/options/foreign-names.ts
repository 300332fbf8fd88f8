/** Options of other SDKs that are about spans, profiles, replays or metrics, none of which there are here. */
const ABSENT = /^(?:traces?[SL]|profile|replays|enable(?:Tracing|Metrics|OpenT|RuntimeC)|beforeSend(?:Transaction|Span|Metric)|ignore(?:Transactions|Spans)|instrumenter|parentSpan|maxSpan|spanP|(?:skipO|o)penTelemetry|registerEsm|disableInstrumentation|streamGenAi)/;

/** Whether such a name asks for what there is not. */
export const isAbsent = (name: string): boolean => ABSENT.test(name);

/** Where something is set that other SDKs, of now or before, have at the top. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  httpProxy: 'transportOptions.proxy',
  httpsProxy: 'transportOptions.proxy',
  caCerts: 'transportOptions.caCerts',
  user: 'initialScope.user',
  tags: 'initialScope.tags',
  extra: 'initialScope.extra',
  contexts: 'initialScope.contexts',
  whitelistUrls: 'allowUrls',
  blacklistUrls: 'denyUrls',
  dataCollection: 'sendDefaultPii or scrub',
  includeServerName: 'beforeSend, which can delete event.server_name',
  autoSessionTracking: 'httpIntegration({ trackIncomingRequestsAsSessions })',
  shouldHandleError: 'shouldReport',
  onFatalError: 'onUncaughtExceptionIntegration({ onFatalError })',
};

/** The name, or the call, by which the same is set here. */
export const nameHere = (name: string): string | undefined => (Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined);
