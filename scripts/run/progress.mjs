/** Something went wrong that the message says all about: printed without a stack trace. */
export class Failure extends Error {}

/** One line for whoever is watching. */
export const say = (/** @type {string} */ line) => {
  process.stdout.write(`${line}\n`);
};

export const seconds = (/** @type {number} */ startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** After each of these a working phase shows that it is alive, in milliseconds. */
const HEARTBEAT = 10_000;

/**
 * Runs one phase that prints nothing itself: `[1/3] install … 12.3 s` on one line, with the time so
 * far every ten seconds. Only ever appends, so it reads the same in a terminal and in a log file.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} run
 * @param {(result: T) => string} [describe] What stands behind the time.
 */
export const phase = async (title, run, describe = () => '') => {
  const startedAt = performance.now();
  process.stdout.write(`${title} …`);
  const heartbeat = setInterval(() => process.stdout.write(` ${seconds(startedAt)} …`), HEARTBEAT);
  try {
    const result = await run();
    say(` ${[seconds(startedAt), describe(result)].filter(Boolean).join(' ')}`);
    return result;
  } catch (error) {
    say(` failed after ${seconds(startedAt)}`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
};
