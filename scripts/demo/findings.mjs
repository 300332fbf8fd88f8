import { check, eventually } from './check.mjs';

/**
 * @typedef {import('./inbox-reader.mjs').InboxReader} InboxReader
 * @typedef {import('./inbox-reader.mjs').Finding} Finding
 * @typedef {import('./inbox-reader.mjs').ListedIssue} ListedIssue
 */

/** As it comes out of a telephone: no hyphens, odd case. */
export const asTyped = (/** @type {string} */ hash) => hash.replaceAll('-', ' ').replace(/^\w+/, (word) => word.toUpperCase());

/** What both failed requests led to, found by what the customer said. @param {InboxReader} inbox @param {{ readonly page: string, readonly program: string }} hashes */
export const findFailure = async (inbox, { page, program }) => {
  const found = await eventually(() => inbox.lookUp(asTyped(page)), `the inbox does not know ${page}, the hash on the customer's page,`);
  const other = await eventually(() => inbox.lookUp(program), `the inbox does not know ${program}, the hash in the problem details,`);
  check(found.hash === page, `${page} leads to another event, ${found.hash}`);
  check(other.issueUrl === found.issueUrl, 'the two occurrences are not one issue');
  check(other.count === 2, `the failure happened twice, the inbox counts ${other.count}`);
  check(found.title === 'Error: The invoice could not be drawn up', `the inbox says that "${found.title}" broke`);
  check(found.where.function === 'drawUpInvoice' && (found.where.line ?? 0) > 0, `the inbox says that it broke in ${JSON.stringify(found.where)}`);
  check(Math.abs(Date.now() - Date.parse(found.firstSeen)) < 60_000, `the inbox says that it first broke at ${found.firstSeen}`);
  const [, type, message] = /(TypeError):? (Cannot read properties of undefined \(reading 'standard'\))/.exec(await inbox.page(found.eventUrl)) ?? [];
  check(message !== undefined, 'the event does not tell the cause of the error');
  return { ...found, count: other.count, cause: `${type}: ${message}` };
};

/** The refund, with who really did it, and the start and end of acting as somebody else. @param {InboxReader} inbox @param {string} recordId */
export const findAudit = async (inbox, recordId) => {
  const record = await eventually(() => inbox.lookUp(recordId), `the inbox does not have the audit record ${recordId}`);
  const page = await inbox.page(record.eventUrl);
  const sentence = /Rita Ruiz \(rita\) ?, acting as carla ?, did order\.refund to order 1041 ?: success/.exec(page)?.[0];
  check(sentence !== undefined, `the audit record does not name both people, the action and the order: ${record.eventUrl}`);
  check(page.includes('the lamp arrived broken'), `the audit record does not say why: ${record.eventUrl}`);
  for (const phase of ['start', 'end']) await findIssue(inbox, { title: new RegExp(`^masquerade\\.${phase} by support$`), level: 'info' });
  return sentence.replaceAll(/ (?=[,:])/g, '');
};

/** The warning that was logged. @returns {Promise<ListedIssue>} */
export const findWarning = (/** @type {InboxReader} */ inbox) => findIssue(inbox, { title: /^Stock of lamp-01 runs low$/, level: 'warning' });

/** What killed the process. @returns {Promise<ListedIssue>} */
export const findCrash = (/** @type {InboxReader} */ inbox) => findIssue(inbox, { title: /^Error: Shelf 12 is not in the plan of the warehouse$/, level: 'fatal' });

/** An invoice, a warning, a refund with the start and the end of acting for it, a crash. */
const ISSUES = 6;

/** What happened, and nothing else. */
export const findNothingElse = async (/** @type {InboxReader} */ inbox) => {
  const titles = (await inbox.issues()).map(({ title }) => title);
  check(titles.length === ISSUES, `the inbox has ${titles.length} issues, not ${ISSUES}: ${titles.join(' · ')}`);
};

/** Something that happened once. @param {InboxReader} inbox @param {{ readonly title: RegExp, readonly level: string }} wanted */
const findIssue = async (inbox, { title, level }) => {
  const issue = await eventually(async () => (await inbox.issues()).find((listed) => title.test(listed.title)), `nothing in the inbox is called ${title.source}`);
  check(issue.level === level, `"${issue.title}" has the level ${issue.level}, not ${level}`);
  check(issue.count === 1, `"${issue.title}" happened once, the inbox counts ${issue.count}`);
  return issue;
};
