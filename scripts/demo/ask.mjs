import { Failure } from '../run/progress.mjs';

/** Nothing here takes longer, milliseconds. */
const ANSWER_TIMEOUT = 10_000;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {(name: string) => string} header Empty when there is none.
 * @property {string} body
 */

/** One request over HTTP. No answer is a failure in plain words. @param {string} url @param {RequestInit} [request] @returns {Promise<Answer>} */
export const ask = async (url, request = {}) => {
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
    return { status: response.status, header: (name) => response.headers.get(name) ?? '', body: await response.text() };
  } catch (error) {
    throw new Failure(`${new URL(url).origin} does not answer (${reasonOf(error)}).`);
  }
};

/** What `fetch` says of a failure hides in its cause. */
const reasonOf = (/** @type {unknown} */ error) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (/** @type {NodeJS.ErrnoException} */ (cause).code ?? cause.message) : String(cause);
};
