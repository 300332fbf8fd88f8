import { attemptOr } from '../base/fences';
import { isErrorLike, readProperty, readText } from '../base/read';
import { describeThrown } from './describe-thrown';
import type { Exception, Mechanism, StackFrame } from './event';
import type { ParseStack } from './stack';
import { withoutMessage } from './stack';

/** At most this many errors of one chain are sent: the thrown one and five behind it, as the field does. */
const MAX_EXCEPTIONS = 6;

/** What {@link exceptionsOf} needs beside the thrown value. */
export interface ExceptionsOptions {
  readonly parseStack: ParseStack;
  /** Goes onto the thrown error; those behind it are `chained`. */
  readonly mechanism: Mechanism;
  /** Stack of the place that noticed a thrown value with none of its own. */
  readonly syntheticStack?: string | undefined;
}

/** One thrown value as the wire has it, without what stands behind it. */
export const exceptionOf = (thrown: unknown, { parseStack, mechanism, syntheticStack }: ExceptionsOptions): Exception => {
  const { type, value } = describeThrown(thrown);
  const isError = isErrorLike(thrown);
  const framesIn = (stack = ''): StackFrame[] | undefined => {
    const frames = parseStack(withoutMessage(stack, value));
    return frames[0] && frames;
  };
  const frames = (isError && framesIn(readText(thrown, 'stack'))) || framesIn(syntheticStack);
  // It tells two failures of one helper apart (ENOENT, ECONNREFUSED); see issue-key.ts.
  const code = readProperty(thrown, 'code');
  const data = typeof code === 'string' || typeof code === 'number' ? { ...mechanism.data, code } : mechanism.data;
  return { type, value, stacktrace: frames && { frames }, mechanism: Object.assign({}, mechanism, { synthetic: isError ? undefined : true, data }) };
};

/**
 * The wire's list for a thrown value and what stands behind it: `cause` chains and the `errors` of
 * an aggregate. Order on the wire: causes first, the thrown error last; ids count from the thrown
 * error (0) depth first, `cause` before `errors[n]`. Cycles end the walk. `alone`: what
 * {@link exceptionOf} says of the thrown value.
 */
export const exceptionsOf = (thrown: unknown, options: ExceptionsOptions, alone = exceptionOf(thrown, options)): Exception[] => {
  // Behind most there is nothing.
  if (!isErrorLike(readProperty(thrown, 'cause')) && !membersOf(thrown)) return [alone];
  const found = new Map<unknown, Mechanism>();

  const visit = (value: unknown, reached: Mechanism): void => {
    if (found.size >= MAX_EXCEPTIONS || found.has(value)) return;
    const behind = { type: 'chained', handled: true, parent_id: found.size };
    const members = membersOf(value);
    found.set(value, { ...reached, is_exception_group: members && true });
    const cause = readProperty(value, 'cause');
    if (isErrorLike(cause)) visit(cause, { ...behind, source: 'cause' });
    members?.forEach((member, index) => visit(member, { ...behind, source: `errors[${index}]` }));
  };

  visit(thrown, options.mechanism);
  return [...found].map(([value, mechanism], id) => exceptionOf(value, { ...options, syntheticStack: id > 0 ? undefined : options.syntheticStack, mechanism: { ...mechanism, exception_id: found.size > 1 ? id : undefined } })).reverse();
};

/** The `errors` of an `AggregateError`, as far as they could be sent at all. */
const membersOf = (value: unknown): readonly unknown[] | undefined =>
  attemptOr(undefined, () => (isErrorLike(value) && Array.isArray(value['errors']) ? value['errors'].slice(0, MAX_EXCEPTIONS) : undefined));
