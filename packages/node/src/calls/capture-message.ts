import * as core from '@tocsin/core';
import { calledFrom, captureOccurrence, guard, isErrorLike, messageOccurrence, NO_EVENT_ID, toHint } from '@tocsin/core/platform';
import type { Kind } from '../options/kinds';
import { isText } from '../options/kinds';
import { takes } from './takes';

type Details = Parameters<typeof core.captureMessage>[1];

/** A number says something as well; and what `parameterize` makes is a String object. */
const said: Kind = { must: 'a text', fits: (value) => isText(value) || Object.prototype.toString.call(value) === '[object String]' || ['number', 'bigint', 'boolean'].includes(typeof value) };
const noError: Kind = { must: 'a text; errors belong to captureException()', fits: (value) => !isErrorLike(value) };

/** With the place from which it was called, where a stack is wanted. */
const captureSaid = (message: unknown, details: Details, place: Error | undefined): string => {
  if (!takes('captureMessage', message, noError)) return core.captureException(message, typeof details === 'string' ? { level: details } : details);
  takes('captureMessage', message, said);
  const [level, given] = typeof details === 'string' ? [details, undefined] : ['info' as const, details];
  // What has no text may refuse to be made one.
  return guard(core.getClient()?.report ?? (() => undefined), NO_EVENT_ID, () => captureOccurrence(messageOccurrence(message, level, place?.stack), toHint(given)));
};

/** See core. An error is captured with its stack. */
export const captureMessage: typeof core.captureMessage = (message, details) =>
  captureSaid(message, details, core.getClient()?.getOptions().attachStacktrace ? calledFrom(captureMessage) : undefined);
