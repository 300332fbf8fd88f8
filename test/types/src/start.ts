// How apps start @sentry/node: every option of the field that is about errors.
import * as Sentry from '@sentry/node';
import type { Breadcrumb, BreadcrumbHint, ErrorEvent, Event, EventHint, NodeOptions } from '@sentry/node';
import { init } from '@sentry/node';

export const start = (): void => {
  Sentry.init({
    dsn: 'https://0123456789abcdef0123456789abcdef@o1.ingest.example/7',
    release: 'shop@1.2.3',
    environment: process.env.NODE_ENV,
    dist: '42',
    serverName: 'web-3',
    enabled: process.env.NODE_ENV !== 'test',
    debug: false,
    sampleRate: 0.5,
    maxBreadcrumbs: 50,
    attachStacktrace: true,
    ignoreErrors: ['ECONNRESET', /^Abort/],
    normalizeDepth: 5,
    normalizeMaxBreadth: 100,
    maxValueLength: 2000,
    tunnel: 'https://shop.example/tunnel',
    sendClientReports: true,
    tracePropagationTargets: ['https://api.example', /^\/internal/],
    propagateTraceparent: true,
    strictTraceContinuation: true,
    orgId: 1,
    shutdownTimeout: 2000,
    includeLocalVariables: true,
    spotlight: false,
    initialScope: { tags: { region: 'eu', shard: 3 }, user: { id: 42, segment: 'beta' }, extra: { boot: true }, level: 'warning', contexts: { app: { app_name: 'shop' } }, fingerprint: ['x'] },
    beforeSend(event, hint) {
      const error = hint.originalException;
      if (error instanceof Error && error.message.includes('expected')) return null;
      event.fingerprint = ['{{ default }}', String(event.tags?.['region'])];
      if (event.user) delete event.user.email;
      if (event.request?.cookies) delete event.request.cookies;
      event.extra = { ...event.extra, seen: Date.now() };
      event.exception?.values?.forEach((exception) => exception.stacktrace?.frames?.forEach((frame) => { frame.filename = frame.filename?.replace(/^.*\/app\//, '/'); }));
      return event;
    },
    beforeSendLog: (log) => (log.level === 'debug' ? null : { ...log, attributes: { ...log.attributes, app: 'shop' } }),
    beforeBreadcrumb(breadcrumb, hint) {
      if (breadcrumb.category === 'console' && hint?.['level'] === 'debug') return null;
      const url: unknown = breadcrumb.data?.['url'];
      if (breadcrumb.data && typeof url === 'string') breadcrumb.data['url'] = url.split('?')[0];
      return breadcrumb;
    },
    transportOptions: { bufferSize: 100, headers: { 'x-proxy': '1' } },
    integrations: [
      Sentry.contextLinesIntegration({ frameContextLines: 7 }),
      Sentry.consoleIntegration(),
      Sentry.onUncaughtExceptionIntegration({ exitEvenIfOtherHandlersAreRegistered: false, onFatalError: (error) => console.error(error) }),
      Sentry.onUnhandledRejectionIntegration({ mode: 'strict' }),
      Sentry.httpIntegration({ breadcrumbs: false }),
      Sentry.nativeNodeFetchIntegration({ breadcrumbs: true }),
      Sentry.requestDataIntegration({ include: { cookies: false } }),
      Sentry.nodeContextIntegration({ app: true, cloudResource: false }),
      Sentry.rewriteFramesIntegration({ root: '/app' }),
      Sentry.linkedErrorsIntegration({ limit: 3 }),
      Sentry.extraErrorDataIntegration({ depth: 4 }),
      Sentry.captureConsoleIntegration({ levels: ['warn', 'error'] }),
      Sentry.modulesIntegration(),
      Sentry.dedupeIntegration(),
      Sentry.childProcessIntegration({ includeChildProcessArgs: true }),
      Sentry.localVariablesIntegration({ captureAllExceptions: false }),
    ],
  });
};

/** Options kept apart, typed by the package's own names. */
export const options: NodeOptions = {
  dsn: process.env['SENTRY_DSN'],
  initialScope: (scope) => scope.setTag('region', 'eu').setUser({ id: 'u1' }),
  integrations: (defaults) => defaults.filter((integration) => integration.name !== 'Console'),
  defaultIntegrations: false,
  beforeSend: async (event) => Promise.resolve(event),
  allowUrls: ['https://shop.example'],
  denyUrls: [/chrome-extension/],
};

init(options);
init();

/** Hooks kept apart. */
export const redact = (event: ErrorEvent, hint: EventHint): ErrorEvent | null => (hint.data === 'no' ? null : { ...event, server_name: undefined });
export const crumbs = (breadcrumb: Breadcrumb, hint?: BreadcrumbHint): Breadcrumb | null => (hint?.['request'] === undefined ? breadcrumb : null);
init({ beforeSend: redact, beforeBreadcrumb: crumbs });

type Integration = Parameters<typeof Sentry.addIntegration>[0];

/** An integration of the app's own. */
export const teamIntegration = (): Integration => ({
  name: 'Team',
  setupOnce() {},
  setup(client) {
    client.addEventProcessor((event: Event) => ({ ...event, tags: { ...event.tags, team: 'checkout' } }));
  },
  processEvent(event, _hint, client) {
    event.environment = client.getOptions().environment;
    return event;
  },
});
Sentry.addIntegration(teamIntegration());
