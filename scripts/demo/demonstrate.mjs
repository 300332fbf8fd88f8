import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, say } from '../run/progress.mjs';
import { exitInWords } from './child.mjs';
import { buyTooMuch, crash, failInBrowser, failInProgram, refundAsCustomer } from './failures.mjs';
import { asTyped, findAudit, findCrash, findFailure, findNothingElse, findWarning } from './findings.mjs';
import { readInbox } from './inbox-reader.mjs';

/**
 * @typedef {import('./child.mjs').Child} Child
 * @typedef {import('./run-demo.mjs').Start} Start
 * @typedef {{ readonly child: Child, readonly url: string }} Shop
 */

/**
 * Shows the whole way of an error, step by step, and checks each. Answers what is still running and
 * how to start a shop again.
 *
 * @param {{ readonly options: import('./options.mjs').DemoOptions, readonly file: string, readonly start: Start, readonly stopped: Promise<void> }} demo
 */
export const demonstrate = async ({ options, file, start, stopped }) => {
  say('The way of an error, on this machine:\n');
  const { inbox, url, dsn: own } = await openInbox(start, ['--port', options.port, '--file', file]);
  const dsn = options.dsn ?? own;
  const shop = (/** @type {string} */ claim) => openShop(claim, () => start('the shop', ['examples/express/server.js'], { TOCSIN_DSN: dsn, PORT: '0' }));
  try {
    const traces = await fail(await shop('The shop listens'));
    if (options.pause) await pause(stopped);
    await lookUp(url, traces);
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${error.message}${await likelyCause({ inbox, dsn })}`) : error;
  }
  return { inbox, shop };
};

/**
 * @template T
 * @param {string} claim What is to be true after it.
 * @param {() => Promise<T>} run
 * @param {(result: T) => string} [detail]
 */
const step = async (claim, run, detail = () => '') => {
  try {
    const result = await run();
    say(`  ✓ ${claim}${detail(result)}.`);
    return result;
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${claim}\n    failed: ${error.message}`) : error;
  }
};

const openInbox = (/** @type {Start} */ start, /** @type {readonly string[]} */ args) =>
  step(
    'The inbox listens',
    async () => {
      const inbox = start('the inbox', ['packages/inbox/dist/cli.js', ...args]);
      const [, url = '', dsn = ''] = await inbox.ready(/^inbox ready url=(\S+) dsn=(\S+)$/m);
      return { inbox, url, dsn };
    },
    ({ url, inbox }) => ` at ${url} (process ${inbox.pid})`,
  );

/** @param {string} claim @param {() => Child} start @returns {Promise<Shop>} */
const openShop = (claim, start) =>
  step(
    claim,
    async () => {
      const child = start();
      const [, url = ''] = await child.ready(/^shop ready url=(\S+)$/m);
      return { child, url };
    },
    ({ url, child }) => ` at ${url} (process ${child.pid}) and knows only its DSN`,
  );

/** All that goes wrong in the shop. Answers what is left in people's hands. */
const fail = async (/** @type {Shop} */ { child, url }) => {
  const page = await step('A customer opens an invoice in a browser, the shop fails, and the page shows', () => failInBrowser(url), (hash) => ` ${hash}`);
  const program = await step('A program asks for the same and gets problem details with', () => failInProgram(url, page), (hash) => ` ${hash}: the same first word, the same failure`);
  await step('The stock runs low: the shop goes on and logs a warning', () => buyTooMuch(url));
  const record = await step('Rita of support refunds an order, acting as the customer carla', () => refundAsCustomer(url));
  await step('A callback throws, and the process dies as Node has it: exit code 1, its own words on stderr', () => crash(url, child));
  return { page, program, record };
};

/** @param {string} url @param {{ readonly page: string, readonly program: string, readonly record: string }} traces */
const lookUp = async (url, { page, program, record }) => {
  const inbox = readInbox(url);
  const failure = await step(`Support types "${asTyped(page)}" into the inbox, and there it is`, () => findFailure(inbox, { page, program }));
  const warning = await step('The warning is there', () => findWarning(inbox));
  const audit = await step('The audit record is there, and names both people', () => findAudit(inbox, record));
  const death = await step('What killed the process is there', () => findCrash(inbox));
  await step('Nothing else is there', () => findNothingElse(inbox));
  const { file = '', line, function: where } = failure.where;
  say(`
  What broke     ${failure.title}
  because        ${failure.cause}
  Where          ${where} in ${file}:${line}, serving ${failure.culprit}
  Since when     ${failure.firstSeen}, release ${failure.release}
  How often      ${failure.count} times

  Warning        ${warning.title}
  Audit          ${audit}
  Crash          ${death.title} (${death.level})

  The inbox      ${url}
  This failure   ${failure.issueUrl}
`);
};

const pause = async (/** @type {Promise<void>} */ stopped) => {
  say('\n  Paused: Enter goes on.\n');
  const lines = createInterface({ input: process.stdin });
  await Promise.race([once(lines, 'line'), once(lines, 'close'), stopped]);
  // Left open it would keep the process alive.
  lines.close();
};

/** A moment for the news of a death to arrive, milliseconds. */
const NEWS_TIMEOUT = 200;

/** Who has not answered by then is not there, milliseconds. */
const CONNECT_TIMEOUT = 2_000;

/** Why nothing may have come to the inbox: it is gone, or the shop cannot reach it. @param {{ readonly inbox: Child, readonly dsn: string }} ways */
const likelyCause = async ({ inbox, dsn }) => {
  const exit = await Promise.race([inbox.ended, sleep(NEWS_TIMEOUT)]);
  if (exit) return `\n    The inbox is gone: it ended with ${exitInWords(exit)}.`;
  const refusal = await tryToConnect(dsn);
  return refusal === undefined ? '' : `\n    The shop cannot deliver anything: its DSN is ${dsn}, and nothing can be sent there (${refusal}).`;
};

/** Answers why nobody can connect to the server of a DSN, or nothing. @returns {Promise<string | undefined>} */
const tryToConnect = async (/** @type {string} */ dsn) => {
  const url = URL.parse(dsn);
  if (!url?.hostname) return 'it is no URL';
  const socket = connect({ host: url.hostname, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_TIMEOUT) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    socket.destroy();
  }
};
