import type { StackFrame } from './event';

/**
 * Reads the text of an error's `stack`. The caller comes first and the crashing frame last, as on
 * the wire. Must not throw; an unreadable text gives no frames. The frames may be given out again:
 * core does not change them.
 */
export type ParseStack = (stack: string) => StackFrame[];

/** How many stacks are remembered. Floods come from few places; more would only cost memory. */
const REMEMBERED_STACKS = 50;

/**
 * The part of V8's stack text after the message: the same for every error thrown at one place. Other
 * engines write no message there.
 */
export const withoutMessage = (stack: string, message: string): string => {
  const head = `: ${message}\n`;
  const at = stack.indexOf(head);
  return at < 0 ? stack : stack.slice(at + head.length);
};

/**
 * A parser that remembers what it parsed last, so that an error repeated from one place is parsed
 * once. The frames are shared: nobody may change them (the gate copies before hooks see them).
 * A list, not a map: texts of another length are told apart at a glance, and hashing a thousand
 * characters for each error of a flood would cost more than the look along the list.
 */
export const rememberStacks = (parse: ParseStack): ParseStack => {
  const known: (readonly [stack: string, frames: StackFrame[]])[] = [];
  return (stack) => {
    const found = known.find(([text]) => text === stack);
    if (found) return found[1];
    const frames = parse(stack);
    known.unshift([stack, frames]);
    known.splice(REMEMBERED_STACKS);
    return frames;
  };
};

/** The frame an error is pinned to: the innermost one of the app's own code, else the innermost. Of an event from elsewhere it may be anything. */
export const crashFrame = (frames: readonly StackFrame[] | undefined): StackFrame | undefined => {
  if (!Array.isArray(frames)) return undefined;
  for (let index = frames.length; index-- > 0; ) {
    if (frames[index]?.in_app) return frames[index];
  }
  return frames.at(-1);
};
