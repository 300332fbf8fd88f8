import type { Report } from './diagnostics';
import { callHook } from './fences';
import { isThenable } from './read';

/**
 * What a function of the app's answers at once. Where it throws, or answers with a promise, which cannot be waited
 * for, that is told (T2001), and the answer is `undefined`: what then happens is the caller's decision.
 */
export const askHook = <T>(report: Report, name: string, ask: () => T): T | undefined => {
  const answer = callHook(report, name, ask);
  if (!isThenable(answer)) return answer;
  // Its rejection must not end the process.
  Promise.resolve(answer).catch(() => undefined);
  report({ code: 'T2001', detail: `${name} answered a promise` });
  return undefined;
};
