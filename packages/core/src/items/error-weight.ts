import { readProperty } from '../base/read';
import type { Captured } from '../client/client';
import { isList } from '../stages/plain';

/**
 * What something captured means for the session it happened in: an exception, or an event of level
 * `error` and above that is no message, is an error; one that nobody handled is the crash. What was
 * folded or sampled out has no event yet: it is built without frames, which nobody reads here.
 */
export const errorWeight = ({ event, occurrence }: Captured): 'crashed' | 'errored' | undefined => {
  const built = event ?? occurrence.build(() => []);
  const values = readProperty(readProperty(built, 'exception'), 'values');
  const exceptions = isList(values) ? values : [];
  if (exceptions.some((one) => readProperty(readProperty(one, 'mechanism'), 'handled') === false)) return 'crashed';
  // The stack of a message stands in an exception without a type.
  if (exceptions.some((one) => readProperty(one, 'type') !== undefined)) return 'errored';
  const isMessage = readProperty(built, 'logentry') ?? readProperty(built, 'message');
  const level = readProperty(built, 'level');
  return isMessage === undefined && (level === 'error' || level === 'fatal') ? 'errored' : undefined;
};
