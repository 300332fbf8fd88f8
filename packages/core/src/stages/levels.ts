import type { Report } from '../base/diagnostics';
import type { Event, Level } from '../event/event';

/** All that servers know. */
const LEVELS: readonly Level[] = ['fatal', 'error', 'warning', 'info', 'debug'];

/** Further words, of loggers and of other SDKs, and what servers take them for. */
const OTHERS: Readonly<Record<string, Level>> = { log: 'info', warn: 'warning', critical: 'fatal' };

const isLevel = (given: unknown): given is Level => LEVELS.some((level) => level === given);

/**
 * Makes what finds the level that servers know for whatever was given: `error` for what they do not know, as they do
 * themselves. The developer is told (T1012), but not of `log`, which other SDKs take.
 */
export const createLevels =
  (report: Report) =>
  (given: unknown): Level | undefined => {
    if (given === undefined || isLevel(given)) return given;
    const word = typeof given === 'string' ? given.toLowerCase() : '';
    if (word !== 'log') report({ code: 'T1012', detail: `The level of an event must be ${LEVELS.slice(0, -1).join(', ')} or ${LEVELS.at(-1)}` });
    return isLevel(word) ? word : Object.hasOwn(OTHERS, word) ? OTHERS[word] : 'error';
  };

/** Makes what gives an event such a level. */
export const createLevelled = (report: Report) => {
  const levelOf = createLevels(report);
  return (event: Event): Event => {
    const level = levelOf(event.level);
    return level === event.level ? event : Object.assign({}, event, { level });
  };
};
