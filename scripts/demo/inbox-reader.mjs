import { ask } from './ask.mjs';

/**
 * @typedef {object} Finding What the inbox answers to a hash; see packages/inbox/src/lookup/answer-json.ts.
 * @property {string} eventId
 * @property {string | null} hash
 * @property {string} title
 * @property {string | null} culprit
 * @property {{ readonly file?: string, readonly line?: number, readonly function?: string }} where
 * @property {string} level
 * @property {string | null} release
 * @property {string} firstSeen RFC 3339.
 * @property {number} count
 * @property {string} issueUrl
 * @property {string} eventUrl
 *
 * @typedef {object} ListedIssue One row of the inbox's front page.
 * @property {string} title
 * @property {string} level
 * @property {number} count
 * @property {string} url
 *
 * @typedef {object} InboxReader The inbox as its users see it, over HTTP.
 * @property {(text: string) => Promise<Finding | undefined>} lookUp By error hash or event id, as it was typed.
 * @property {() => Promise<readonly ListedIssue[]>} issues
 * @property {(url: string) => Promise<string>} page The words of a page.
 */

/** @returns {InboxReader} */
export const readInbox = (/** @type {string} */ base) => ({
  async lookUp(text) {
    const { status, body } = await ask(`${base}/lookup?hash=${encodeURIComponent(text)}`, { headers: { accept: 'application/json' } });
    return status === 200 ? JSON.parse(body) : undefined;
  },
  async issues() {
    const { body } = await ask(base);
    return rowsOf(body).map((row) => ({ ...row, url: base + row.url }));
  },
  page: async (url) => textOf((await ask(url)).body),
});

/** Read from the page: there is no other list, and what counts is what a person sees. @returns {readonly ListedIssue[]} */
const rowsOf = (/** @type {string} */ html) =>
  html.split('<tr>').flatMap((row) => {
    const [, url = '', title = ''] = /<a class="title" href="([^"]*)">([^]*?)<\/a>/.exec(row) ?? [];
    const [, level = ''] = /class="level (\w+)"/.exec(row) ?? [];
    const [, count = ''] = /<td class="count">([^<]*)</.exec(row) ?? [];
    return url === '' ? [] : [{ url, title: textOf(title), level, count: Number(count.replace(/\D/g, '')) }];
  });

/** @type {Readonly<Record<string, string>>} */
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const textOf = (/** @type {string} */ html) =>
  html
    .replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name) => entities[name] ?? '')
    .replace(/\s+/g, ' ');
