import type { Report } from '@tocsin/core';
import type { Answer } from '@tocsin/core/platform';
import type { Route } from './route';
import { isForwarded } from './route';

/** What a server says that does not know the key or the project, or is another one: the next envelope would fare no better. */
const FOR_GOOD: readonly number[] = [401, 403, 404];

/** Tells of the first answer that says that nothing will ever be taken. */
export const createRefusals = (route: Route, report: Report): ((answer: Answer) => Answer) => {
  let isTold = false;
  return (answer) => {
    const { status, header } = answer;
    if (!isTold && FOR_GOOD.includes(status)) {
      isTold = true;
      const reason = header?.('x-sentry-error');
      const { hostname, port, path } = route;
      const where = isForwarded(route) ? path : `${hostname}:${port}${path}`;
      report({ code: 'T1013', detail: `${where.replace(/\?.*/s, '')}: HTTP ${status}${reason ? `, ${reason}` : ''}` });
    }
    return answer;
  };
};
