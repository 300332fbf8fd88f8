import type { Diagnostic, DiagnosticCode } from './diagnostics';
import { dsnProblem, dsnWarnings } from './dsn-problem';
import { attemptOr } from './fences';
import { isHookName, optionRules } from './option-rules';
import { readProperty } from './read';

/** Functions of the app's that decide about no event. */
const LOSES_NOTHING = /^(?:initialScope|captureContext|beforeCapture|iteratee|onDrop|onFatalError|texts) /;

/** One sentence or two for each code: what, where, what to do. `detail` says what is special about the case. */
const sentences: Readonly<Record<DiagnosticCode, (detail: string) => string>> = {
  T1001: () => 'No DSN, so nothing will be sent. Pass `dsn` to init(), set TOCSIN_DSN, or pass `enabled: false` to silence this line.',
  T1002: (detail) => `${detail}. Nothing will be sent.`,
  T1003: (detail) => `Option ${withOutcome(withRule(detail))}.`,
  T1004: () => 'A request has failed that has no scope of its own, so users, tags and breadcrumbs of one request can show up in others. Let requestHandler() be the first middleware.',
  T1005: (detail) => `Another copy of Tocsin is loaded here, which this one cannot work with (it speaks ${detail}): what is captured or set through one is unknown to the other. Install one version of all @tocsin packages.`,
  T1006: () => 'globalThis takes no new property, so captureException() and its like cannot find this client. Call init() before globalThis is frozen.',
  T1007: () => 'A script from another origin has failed, and the browser says no more than "Script error.", which is ignored. To see such errors, load the script with crossorigin="anonymous" from a server that answers with Access-Control-Allow-Origin.',
  T1008: (detail) => `Spotlight does not take its copy at ${detail}; trying again from time to time. Start it, or leave out the option spotlight.`,
  T1009: (detail) => `Events cannot be kept on disk (${detail}); what waits in memory is lost when the process is killed. Pass a usable folder as spool.dir, or \`spool: false\`.`,
  T1010: (detail) => `The spool holds what Tocsin has not put there (${detail}); it is left alone. Remove it, or ask who did.`,
  T1011: (detail) => `The server answers with a redirect (${detail}), which is not followed; events wait. Most often the DSN says http:// where the server wants https://, or a proxy wants a login.`,
  T1012: (detail) => `${detail}. Anything else is left out, or taken for what was probably meant.`,
  T1013: (detail) => `The server refuses what it is sent (${detail}), which is dropped. Check host, key and project of the DSN.`,
  T1014: () => 'init() of @tocsin/browser does nothing here, because there is no page. On a server call init() of @tocsin/node.',
  T1015: (detail) => `Node ${detail} is too old, so nothing will be sent. Use Node 20 or later.`,
  T2001: (detail) => `${detail}. ${LOSES_NOTHING.test(detail) ? 'All goes on as if it had not been there; mend it.' : 'What it was called for was dropped and counted, unless it has to be kept. Mend the hook; it must return what it was given, or null.'}`,
  T2002: (detail) => `Integration ${detail} threw and is left out; the others work.`,
  T2003: () => 'Tocsin failed inside and went on; the app is not affected. Please report this.',
  T3001: (detail) => `Dropped ${detail}.`,
  T3002: (detail) => `The server refused an event (${detail}). ${remedyFor(detail)}`,
  T3003: (detail) => `The server cannot be reached (${oneLine(detail)}); ${whatNext(detail)}.`,
  T3004: (detail) => `${detail}.`,
  T3005: () => 'The last events of this process were not delivered: no worker thread could be started. What is in the spool waits for the next start.',
  T3006: (detail) => `Filtered ${detail}.`,
  T3007: (detail) => `The server finds an event too large; it is sent without its ${detail}.`,
  T3008: () => 'The spool has failed; what was to go there stays in memory.',
  T4001: () => 'captureFeedback() was called without a message; nothing is sent.',
  T4002: () => 'Sessions are counted by release: pass `release` to init(). None is sent.',
  T4003: () => 'The report dialog could not be loaded, or not be opened.',
  T4004: () => 'A check-in names no monitor; nothing is sent. Pass `monitorSlug`.',
  T5001: (detail) => `${detail} does not know who acted, or for whom: pass persons with an \`id\`, call setUser() first, or say \`anonymous: true\`. The record was written with an unknown person.`,
};

/** What to look at on the way to the server, where the failure tells. */
const whatNext = (detail: string): string => {
  if (detail === 'the proxy answered 407') return 'trying again. Put name and password into transportOptions.proxy, or HTTPS_PROXY of the environment (HTTP_PROXY for a DSN with http://)';
  if (detail.startsWith('the proxy')) return 'trying again. Look at transportOptions.proxy, or HTTPS_PROXY of the environment (HTTP_PROXY for a DSN with http://)';
  if (/wrong version number|packet length too long/.test(detail)) return 'trying again. What listens there does not encrypt, so the DSN may have to say http://';
  return detail.includes('certificate') ? 'trying again. To trust it, pass it as transportOptions.caCerts, or its file as NODE_EXTRA_CA_CERTS' : 'trying again';
};

/** Those of OpenSSL end with a line break. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What to do about a refusal, by its status. */
const remedyFor = (detail: string): string =>
  detail.startsWith('HTTP 413') ? 'It is too large, and there is nothing more to leave out: attach less, or raise the limit there.' : 'Check key and project of the DSN.';

/** What is special about a text that was given, where a page has no room to find it out. */
const details: Partial<Record<DiagnosticCode, (given: string) => string | undefined>> = {
  T1002: dsnProblem,
  T3004: (dsn) => dsnWarnings(dsn).join('. '),
};

/** An option, and what it must be where that was not told. */
const withRule = (detail: string): string => (detail.includes(' ') ? detail : `${detail} ${ruleOf(detail)}`);

/** A detail that does not say what becomes of the option is about one that has a default. */
const withOutcome = (detail: string): string => (detail.includes(';') ? detail : `${detail}; the default is used`);

const ruleOf = (name: string): string => {
  if (isHookName(name)) return 'must be a function';
  if (name === 'integrations') return 'must be a list of integrations, or a function that returns one';
  if (name === 'transport') return 'must be a function that answers with { post }';
  if (name === 'flood') return 'must be false or an object';
  const rule: unknown = name.split('.').reduce<unknown>(readProperty, optionRules);
  if (!Array.isArray(rule)) return rule ? 'must be an object' : 'holds something unusable';
  const [usual, ...bounds]: unknown[] = rule;
  if (typeof usual === 'string') return 'must be a text';
  return `must be a number ${bounds.length > 1 ? 'from' : 'of at least'} ${bounds.join(' to ')}`;
};

/** Enough of what was caught to know it by, in characters: somebody's message may be megabytes long. */
const MAX_CAUSE = 300;

/** The line to print for a diagnostic, without prefix; what was caught is named at its end. */
export const explain = ({ code, detail, given = '', cause }: Diagnostic): string =>
  `${code}: ${sentences[code](detail ?? details[code]?.(given) ?? '')}${cause === undefined ? '' : ` (${firstLineOf(cause)})`}`;

/** Hooks may throw anything, also what cannot be made a text. */
const firstLineOf = (cause: unknown): string => attemptOr('unreadable', () => String(cause)).slice(0, MAX_CAUSE).replace(/[\r\n].*/s, '');
