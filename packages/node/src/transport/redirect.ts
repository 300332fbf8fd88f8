import type { IncomingMessage } from 'node:http';
import type { Report } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Whether an answer comes from somebody on the way: it sends elsewhere, or a proxy wants to know who asks. Nobody has taken anything then. */
export const isOnTheWay = (status = 0): boolean => isRedirect(status) || status === 407;

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/**
 * Makes an error of each such answer, and tells of the first redirect. None is followed: where it leads, somebody else would get what the app
 * captured, and the key. Nor is anything dropped for it: who sent us away has taken nothing, and often somebody mends that.
 */
export const createRedirects = (report: Report): ((answer: IncomingMessage) => Error) => {
  let isTold = false;
  return ({ statusCode = 0, headers: { location } }) => {
    const detail = statusCode === 407 ? 'the proxy answered 407' : `HTTP ${statusCode}${originOf(location)}`;
    if (!isTold && isRedirect(statusCode)) report({ code: 'T1011', detail });
    isTold ||= isRedirect(statusCode);
    return Object.assign(new Error(detail), { unsent: true });
  };
};

/** The rest of an address may hold what nobody else should read. */
const originOf = (location: string | undefined): string => attemptOr('', () => ` to ${new URL(location ?? '').origin}`);
