import { escapeHtml } from '../base/escape-html';
import { getTraceData } from './trace';

/**
 * The trace as HTML, for the `<head>` of a page that a server renders: the page's own errors then
 * belong to the trace of the request that brought it. Escaped; empty when nothing is initialised.
 * For requests use `getTraceData`.
 */
export const getTraceMetaTags = (): string =>
  Object.entries(getTraceData())
    .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(String(content))}"/>`)
    .join('\n');
