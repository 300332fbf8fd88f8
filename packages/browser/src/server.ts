/**
 * The package as Node gets it, by the condition `node` of its `exports`: a page's code is often run on a server
 * as well, where pages are rendered. What is the page's own does nothing there. All else is as in a page, and
 * leads to the server's client, if `@tocsin/node` has started one.
 */
import { copyBag, createClient, createStackScopeStore, explain } from '@tocsin/core/platform';
import * as page from './index';
import { VERSION } from './version';

export {
  addBreadcrumb,
  addEventProcessor,
  addFeatureFlag,
  audit,
  breadcrumbsIntegration,
  browserApiErrorsIntegration,
  browserSessionIntegration,
  captureCheckIn,
  captureEvent,
  captureException,
  captureFeedback,
  captureMessage,
  captureSession,
  contextLinesIntegration,
  continueTrace,
  cspViolationsIntegration,
  endSession,
  errorHash,
  eventIdFromHash,
  featureFlagsIntegration,
  getClient,
  getCurrentScope,
  getGlobalScope,
  getIsolationScope,
  getTraceData,
  getTraceMetaTags,
  globalHandlersIntegration,
  hashFromEventId,
  httpContextIntegration,
  isEnabled,
  isInitialized,
  lastEventId,
  logger,
  makeFetchTransport,
  makeMultiplexedTransport,
  masquerade,
  parameterize,
  reportingObserverIntegration,
  Scope,
  setContext,
  setExtra,
  setExtras,
  setTag,
  setTags,
  setUser,
  startSession,
  stats,
  thirdPartyErrorFilterIntegration,
  tracePropagationIntegration,
  withIsolationScope,
  withMonitor,
  withScope,
} from './index';

/** Asked with each call: tests of pages run in Node as well, with a document that somebody has put there. */
const isInPage = (): boolean => typeof document !== 'undefined' || 'WorkerGlobalScope' in globalThis;

/**
 * Tells the developer in one line, and once: what renders pages may call `init` for each. Whoever says `enabled: false` knows, and where `@tocsin/node`
 * has started there is nothing to mend.
 */
const tell = ({ enabled }: page.BrowserOptions): void => {
  if (enabled === false || page.getClient() || 'isTold' in init) return;
  Object.assign(init, { isTold: true });
  console.warn(`[tocsin] ${explain({ code: 'T1014' })}`);
};

/** Starts error monitoring in a page or a worker. Where there is none it says so, and answers with a client that does nothing and is bound to nothing. Never throws. */
export const init: typeof page.init = (options) => {
  if (isInPage()) return page.init(options);
  tell(copyBag(options));
  return createClient(
    { enabled: false },
    {
      platform: 'javascript',
      sdk: { name: 'tocsin.javascript.browser', version: VERSION },
      scopes: createStackScopeStore(),
      parseStack: () => [],
      describe: () => undefined,
      constant: () => ({}),
      now: Date.now,
      after: () => () => undefined,
      random: Math.random,
      randomBytes: (count) => new Uint8Array(count),
      createPost: () => () => new Promise(() => undefined),
      report: () => undefined,
    },
  );
};

/** Waits until what was captured has been sent; with no client there is nothing to wait for. */
export const flush: typeof page.flush = async (timeout) => (isInPage() || page.getClient() ? page.flush(timeout) : true);

/** Closes the client of the page; the server's is not the page's to close. */
export const close: typeof page.close = async (timeout) => !isInPage() || page.close(timeout);

/** Adds an integration to the client of the page; the server's has its own. */
export const addIntegration: typeof page.addIntegration = (integration) => {
  if (isInPage()) page.addIntegration(integration);
};

/** Captures what has failed in the page before `init`. */
export const captureEarlyErrors: typeof page.captureEarlyErrors = () => {
  if (isInPage()) page.captureEarlyErrors();
};

/** Opens the report dialog in a page. */
export const showReportDialog: typeof page.showReportDialog = (options) => {
  if (isInPage()) page.showReportDialog(options);
};

/** The visitor's consent, which a server has no part in: it holds nothing, and refuses nothing. */
export const createConsent: typeof page.createConsent = () => (isInPage() ? page.createConsent() : { give: () => undefined, refuse: () => undefined, hold: (ways) => ways });
