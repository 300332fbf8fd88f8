import type { IncomingMessage } from 'node:http';
import type { Report } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';

/** Whether an answer sends elsewhere. Nobody has taken anything then. */
export const isRedirect = (status = 0): boolean => status >= 300 && status < 400;

/**
 * Makes an error of each redirect, and tells of the first. None is followed: where it leads, somebody else would get what the app
 * captured, and the key. Nor is anything dropped for it: who sent us away has taken nothing, and often somebody mends that.
 */
export const createRedirects = (report: Report): ((answer: IncomingMessage) => Error) => {
  let isTold = false;
  return ({ statusCode, headers: { location } }) => {
    const detail = `HTTP ${statusCode}${originOf(location)}`;
    if (!isTold) report({ code: 'T1011', detail });
    isTold = true;
    return Object.assign(new Error(detail), { unsent: true });
  };
};

/** The rest of an address may hold what nobody else should read. */
const originOf = (location: string | undefined): string => attemptOr('', () => ` to ${new URL(location ?? '').origin}`);
