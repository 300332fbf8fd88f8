import { attemptOr } from '../base/fences';
import { isErrorLike, readProperty, readText } from '../base/read';
import type { Exception, Mechanism, StackFrame } from './event';
import { describeThrown } from './describe-thrown';
import type { ParseStack } from './stack';
import { framesOf } from './stack';

/** At most this many errors of one chain are sent: the thrown one and five behind it, as the field does. */
const MAX_EXCEPTIONS = 6;

/** What {@link exceptionsOf} needs beside the thrown value. */
export interface ExceptionsOptions {
  readonly parseStack: ParseStack;
  /** Goes onto the thrown error; those behind it are `chained`. */
  readonly mechanism: Mechanism;
  /** Stack of the place that noticed a thrown non-error, which has none of its own. */
  readonly syntheticStack?: string | undefined;
}

interface Link {
  readonly parent: number;
  readonly source: string;
}

/**
 * The wire's list for a thrown value and what stands behind it: `cause` chains and the `errors` of
 * an aggregate. Order on the wire: causes first, the thrown error last; ids count from the thrown
 * error (0) depth first, `cause` before `errors[n]`. Cycles end the walk.
 */
export const exceptionsOf = (thrown: unknown, options: ExceptionsOptions): Exception[] => {
  const found: Exception[] = [];
  const seen = new Set<unknown>();

  const visit = (value: unknown, link?: Link): void => {
    if (found.length >= MAX_EXCEPTIONS || seen.has(value)) return;
    seen.add(value);
    const id = found.length;
    const members = membersOf(value);
    const ours = isErrorLike(value) ? fromError(value, options.parseStack) : fromNonError(value, options);
    found.push({
      ...ours,
      mechanism: {
        ...(link ? { type: 'chained', handled: true, parent_id: link.parent, source: link.source } : options.mechanism),
        ...(!isErrorLike(value) && { synthetic: true }),
        ...codeOf(value),
        exception_id: id,
        ...(members && { is_exception_group: true }),
      },
    });
    const cause = readProperty(value, 'cause');
    if (isErrorLike(cause)) visit(cause, { parent: id, source: 'cause' });
    members?.forEach((member, index) => visit(member, { parent: id, source: `errors[${index}]` }));
  };

  visit(thrown);
  if (found.length === 1) delete found[0]?.mechanism?.exception_id;
  return found.reverse();
};

/** The `errors` of an `AggregateError`, as far as they could be sent at all. */
const membersOf = (value: unknown): readonly unknown[] | undefined => {
  const errors = isErrorLike(value) ? readProperty(value, 'errors') : undefined;
  return attemptOr(undefined, () => (Array.isArray(errors) ? errors.slice(0, MAX_EXCEPTIONS) : undefined));
};

/** The code tells two failures of one helper apart (ENOENT, ECONNREFUSED); see issue-key.ts. */
const codeOf = (error: unknown): { data: { code: string | number } } | undefined => {
  const code = readProperty(error, 'code');
  return typeof code === 'string' || typeof code === 'number' ? { data: { code } } : undefined;
};

const withFrames = (frames: readonly StackFrame[]): Pick<Exception, 'stacktrace'> => (frames.length > 0 ? { stacktrace: { frames: [...frames] } } : {});

const fromError = (error: unknown, parseStack: ParseStack): Exception => ({
  type: readText(error, 'name') ?? 'Error',
  value: readText(error, 'message') ?? '',
  ...withFrames(framesOf(error, parseStack)),
});

const fromNonError = (value: unknown, { parseStack, syntheticStack }: ExceptionsOptions): Exception => ({
  ...describeThrown(value),
  ...withFrames(syntheticStack === undefined ? [] : parseStack(syntheticStack)),
});
