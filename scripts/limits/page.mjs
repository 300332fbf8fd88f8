import { constantsOf } from './constants.mjs';
import { optionsOf } from './options.mjs';
import { sourcesOf, spell } from './source.mjs';

/** Text that may stand in a cell. */
const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');

const table = (/** @type {readonly string[]} */ head, /** @type {readonly (readonly string[])[]} */ rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const optionTable = (/** @type {readonly import('./options.mjs').Option[]} */ options) =>
  table(['option', 'default', 'bounds', 'what it does, in what unit, and why'], options.map(({ name, usual, bounds, doc }) => [`\`${name}\``, usual, bounds, doc]));

const constantTable = (/** @type {readonly import('./constants.mjs').Constant[]} */ constants) =>
  table(['limit', 'of', 'why', 'where'], constants.map(({ name, value, reason, file }) => [spell(value), `\`${name}\``, reason, `[${file.replace(/^packages\/[^/]+\/src\//, '')}](../${file})`]));

const client = 'packages/core/src/client/client.ts';

/** Options of a platform, when there is that package. @returns {readonly [string, readonly import('./options.mjs').Option[]][]} */
const platform = (/** @type {string} */ title, /** @type {string} */ file, /** @type {string} */ type, group = '') => (sourcesOf(file.split('/')[1] ?? '').includes(file) ? [[title, optionsOf(file, type, group)]] : []);

/** The whole page. */
export const limitsPage = () => {
  const options = [
    ...platform('For every platform', client, 'ClientOptions'),
    ...platform('Flood control', client, 'FloodOptions', 'flood'),
    ...platform('The spool', client, 'SpoolOptions', 'spool'),
    ...platform('Scrubbing', 'packages/core/src/stages/scrub-options.ts', 'ScrubOptions', 'scrub'),
    ...platform('Node', 'packages/node/src/node-options.ts', 'NodeOptions'),
    ...platform('Node’s requests', 'packages/node/src/transport/transport-options.ts', 'NodeTransportOptions', 'transportOptions'),
    ...platform('Browsers', 'packages/browser/src/init.ts', 'BrowserOptions'),
  ];
  const constants = ['core', 'node', 'express', 'browser'].map((name) => /** @type {const} */ ([name, constantsOf(name)]));
  return [
    '# Options and limits',
    'Made from the code by `npm run limits`; a test fails when it is behind. An option of the wrong kind, or out of bounds, is reported (T1003), and its default applies.',
    '## Options',
    ...options.flatMap(([title, rows]) => [`### ${title}`, optionTable(rows)]),
    '## Limits that are no options',
    'What bounds memory, time and what is sent. Sizes are in bytes, times in milliseconds, unless it says otherwise.',
    ...constants.flatMap(([name, rows]) => (rows.length > 0 ? [`### ${name}`, constantTable(rows)] : [])),
  ].join('\n\n').concat('\n');
};
