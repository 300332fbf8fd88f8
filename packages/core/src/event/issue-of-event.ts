import { attemptOr } from '../base/fences';
import { textFrom } from '../base/read';
import type { Event, Exception, StackFrame } from './event';
import type { IssueParts } from './issue-key';
import { createIssueNamer } from './issue-key';
import { crashFrame } from './stack';

const frameIn = (frame: StackFrame | undefined): StackFrame => ({
  module: textFrom(frame?.module),
  filename: textFrom(frame?.filename),
  abs_path: textFrom(frame?.abs_path),
  function: textFrom(frame?.function),
});

/** Some SDKs send finished texts with an empty list of parameters; those have no template. */
const templateIn = ({ message, params }: NonNullable<Event['logentry']> = {}): string | undefined => (params && Object.keys(params).length > 0 ? textFrom(message) : undefined);

const partsIn = ({ exception, logentry, message, fingerprint }: Partial<Event>): IssueParts => {
  const values = exception?.values;
  const { type, value, mechanism, stacktrace }: Exception = (Array.isArray(values) && values.at(-1)) || {};
  const code = mechanism?.data?.['code'];
  return {
    fingerprint: Array.isArray(fingerprint) ? fingerprint.filter((part) => typeof part === 'string') : undefined,
    type: textFrom(type),
    code: typeof code === 'number' ? code : textFrom(code),
    message: textFrom(value) ?? textFrom(logentry?.formatted) ?? textFrom(logentry?.message) ?? textFrom(message),
    // The stack of a message stands in an exception without a type.
    template: type === undefined ? templateIn(logentry) : undefined,
    frame: frameIn(crashFrame(stacktrace?.frames)),
  };
};

/** What tells an event from others, of an event of any SDK and of any shape: never throws. */
export const issuePartsOfEvent = (event: Partial<Event>): IssueParts => attemptOr({}, () => partsIn(event));

/**
 * The key that the SDK gave the failure, computed again from the finished event, so that a server
 * groups as the SDK does. For events of any SDK, and of any shape: never throws. The two differ
 * where the event no longer has what the error had: a message that was scrubbed or cut, a frame or
 * a code that a hook took away.
 */
export const issueKeyOfEvent = (event: Partial<Event>): string => {
  const parts = issuePartsOfEvent(event);
  return createIssueNamer()(parts, parts.fingerprint).key;
};
