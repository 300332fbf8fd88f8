import { ownEntries } from '../base/read';

/** Facts kept of one error: what `fs`, database drivers and HTTP clients add is fewer. */
const MAX_FACTS = 20;

/** Properties of an error that stand elsewhere in its event. */
export const SAID_ELSEWHERE: readonly string[] = ['name', 'message', 'stack', 'cause', 'errors', 'code'];

/**
 * What an error says beyond name and message (`errno`, `syscall`, `path`, `statusCode`): its own
 * plain values. Objects are left out: HTTP clients hang the whole request and response there.
 */
export const errorFacts = (error: unknown): Record<string, unknown> | undefined => {
  const facts = ownEntries(error)
    .filter(([key, value]) => !SAID_ELSEWHERE.includes(key) && /^(string|number|boolean)$/.test(typeof value))
    .slice(0, MAX_FACTS);
  return facts[0] && Object.fromEntries(facts);
};
