import { readText } from '../base/read';
import type { StackFrame } from './event';

/**
 * Reads the text of an error's `stack`. The caller comes first and the crashing frame last, as on
 * the wire. Must not throw; an unreadable text gives no frames.
 */
export type ParseStack = (stack: string) => readonly StackFrame[];

/** How many stacks are remembered. Floods come from few places; more would only cost memory. */
const REMEMBERED_STACKS = 50;

/** The part of a stack text after the message: the same for every error thrown at one place. */
const withoutMessage = (stack: string, message: string | undefined): string => {
  const at = message === undefined ? -1 : stack.indexOf(message);
  return at < 0 || message === undefined ? stack : stack.slice(at + message.length);
};

/** Frames of an error; none when it has no readable stack. */
export const framesOf = (error: unknown, parse: ParseStack): readonly StackFrame[] => {
  const stack = readText(error, 'stack');
  return stack === undefined ? [] : parse(withoutMessage(stack, readText(error, 'message')));
};

/**
 * A parser that remembers what it parsed last, so that an error repeated from one place is parsed
 * once. The frames are shared: nobody may change them (the gate copies before hooks see them).
 * A list, not a map: texts of another length are told apart at a glance, and hashing a thousand
 * characters for each error of a flood would cost more than the look along the list.
 */
export const rememberStacks = (parse: ParseStack): ParseStack => {
  const texts: string[] = [];
  const parsed: (readonly StackFrame[])[] = [];
  let next = 0;
  return (stack) => {
    const known = parsed[texts.indexOf(stack)];
    if (known) return known;
    const frames = parse(stack);
    texts[next] = stack;
    parsed[next] = frames;
    next = (next + 1) % REMEMBERED_STACKS;
    return frames;
  };
};

/** The frame an error is pinned to: the innermost one of the app's own code, else the innermost. */
export const crashFrame = (frames: readonly StackFrame[]): StackFrame | undefined => {
  for (let index = frames.length - 1; index >= 0; index--) {
    if (frames[index]?.in_app) return frames[index];
  }
  return frames.at(-1);
};
