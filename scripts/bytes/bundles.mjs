/** Uses what it imports, so that the bundler keeps it. */
const using = (/** @type {Record<string, readonly string[]>} */ imports) => {
  const lines = Object.entries(imports).map(([door, names]) => `import { ${names.join(', ')} } from '${door}';`);
  return `${lines.join('\n')}\nglobalThis.kept = [${Object.values(imports).flat().join(', ')}];`;
};

const index = './packages/core/src/index.ts';
const browser = './packages/browser/src/index.ts';
const platform = './packages/core/src/platform.ts';

/** What the platform package of a page begins with, and optional kinds of telemetry beside errors. */
const page = (/** @type {readonly string[]} */ ...names) => using({ [platform]: ['initClient'], [index]: ['captureException', ...names] });

/** What a page may hold, by name: the text of its entry file. @type {Readonly<Record<string, string>>} */
export const bundles = {
  core: using({ [platform]: ['createClient'], [index]: ['captureException'] }),
  page: page(),
  logs: page('logger'),
  'check-ins': page('captureCheckIn', 'withMonitor'),
  feedback: page('captureFeedback'),
  sessions: page('startSession', 'captureSession', 'endSession'),
  audit: page('audit', 'masquerade'),
  integrations: page('dedupeIntegration', 'extraErrorDataIntegration', 'linkedErrorsIntegration', 'rewriteFramesIntegration'),
  flags: page('addFeatureFlag', 'featureFlagsIntegration'),
  traces: page('continueTrace', 'getTraceData', 'getTraceMetaTags'),
  destinations: page('makeMultiplexedTransport'),
  browser: using({ [browser]: ['init', 'captureException'] }),
  hash: using({ [index]: ['eventIdFromHash', 'hashFromEventId'] }),
};
