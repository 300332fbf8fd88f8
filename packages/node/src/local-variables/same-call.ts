import type { StackFrame } from '@tocsin/core';

/** Where in a file, as stacks count: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A call that was under way during a throw. */
export interface Call {
  /** Empty for a function without a name, and at the top of a file. */
  readonly name: string;
  readonly file: string;
  readonly at: Place;
  /** Where its function begins and ends; absent at the top of a file. */
  readonly within?: readonly [from: Place, to: Place] | undefined;
}

/** Where code is mapped, a stack names the files and places that somebody wrote, the inspector those that run. */
const areMapped = (): boolean => 'sourceMapsEnabled' in process && Boolean(process.sourceMapsEnabled);

const isBefore = (one: Place, other: Place): boolean => one.line < other.line || (one.line === other.line && one.column <= other.column);

/**
 * The call that each frame of a stack tells of, both the innermost first. A call that waited for the one which threw
 * stands in the stack at its very place. The one that threw stands there where the error was made, which may be another place of it.
 */
export const callsOf = <T extends Call>(frames: readonly StackFrame[], calls: readonly T[]): ReadonlyMap<StackFrame, T> => {
  if (areMapped()) return inOrder(frames, calls, isNamedAlike);
  const [thrower, ...callers] = calls;
  const found = inOrder(frames, callers, isAt);
  if (!thrower) return found;
  const [caller] = callers;
  const callerAt = caller ? frames.findIndex((frame) => found.get(frame) === caller) : -1;
  const inside = frames.slice(0, callerAt < 0 ? undefined : callerAt).filter((frame) => !found.has(frame) && isWithin(frame, thrower));
  // Further inside stand those that have helped it to make the error.
  const own = callerAt < 0 ? (inside.find((frame) => isNamedAlike(frame, thrower)) ?? inside[0]) : inside.at(-1);
  return own ? found.set(own, thrower) : found;
};

/** Both lists name calls in one order; each of them may lack some. */
const inOrder = <T extends Call>(frames: readonly StackFrame[], calls: readonly T[], isSame: (frame: StackFrame, call: T) => boolean): Map<StackFrame, T> => {
  const found = new Map<StackFrame, T>();
  let next = 0;
  for (const call of calls) {
    const at = frames.findIndex((frame, index) => index >= next && isSame(frame, call));
    const frame = frames[at];
    if (!frame) continue;
    found.set(frame, call);
    next = at + 1;
  }
  return found;
};

const isAt = ({ abs_path: path, lineno, colno }: StackFrame, { file, at: { line, column } }: Call): boolean => path === file && lineno === line && colno === column;

const isWithin = ({ abs_path: path, lineno: line = 0, colno: column = 0 }: StackFrame, { file, within }: Call): boolean =>
  path === file && (!within || (isBefore(within[0], { line, column }) && isBefore({ line, column }, within[1])));

const isNamedAlike = ({ function: called = '' }: StackFrame, { name }: Call): boolean => {
  // `new Order`, `Order.save [as store]`, `Object.<anonymous>`
  const own = called.replace(/ \[as .*/, '').replace(/^.*[. ]/, '');
  return (own === '<anonymous>' ? '' : own) === name;
};
