import { isErrorLike, isObject } from '../base/read';
import { errorFacts } from './error-facts';
import type { Event, Exception, Level, StackFrame } from './event';
import type { ExceptionsOptions } from './exceptions';
import { exceptionOf, exceptionsOf } from './exceptions';
import type { IssueParts } from './issue-key';
import { issuePartsOfEvent } from './issue-of-event';
import { messageParts } from './parameterize';
import type { ParseStack } from './stack';
import { crashFrame } from './stack';

/** How an event that must be kept goes through the app's hooks. Here it is plain JSON. */
export interface Keeping {
  /** What a hook gets: a copy, so that one that throws half-way leaves the event whole. */
  readonly lend: (event: Event) => Event;
  /** What the hook made of it, and what it must not take away. */
  readonly restore: (changed: Event, event: Event) => Event;
}

/**
 * Something that happened and is to become an event. Each capture function makes its own kind, so
 * that the client does not know them and a bundle holds only the kinds it uses.
 */
export interface Occurrence {
  /** The object that was thrown: seen twice, it is still one occurrence. */
  readonly identity?: object | undefined;
  /** Audits: never sampled, and no hook can delete them. */
  readonly kept?: Keeping;
  /** Tells failures apart, cheaply: asked of each occurrence of a flood, before anything is built. */
  issueParts(parseStack: ParseStack): IssueParts;
  /** The occurrence's own part of the event. */
  build(parseStack: ParseStack): Partial<Event>;
}

/** How an exception was captured. */
export interface ExceptionDetails extends Omit<ExceptionsOptions, 'parseStack'> {
  readonly level: Level;
}

/** Anything that was thrown. */
export const exceptionOccurrence = (thrown: unknown, { level, ...details }: ExceptionDetails): Occurrence => {
  let alone: Exception | undefined;
  // Not spread: V8 makes a kind of object for each that something is added to so, in old memory.
  const optionsWith = (parseStack: ParseStack): ExceptionsOptions => Object.assign({}, details, { parseStack });
  return {
    identity: isObject(thrown) ? thrown : undefined,
    issueParts(parseStack) {
      // `build`, which follows where an event is made, goes on from it.
      const { type, value, stacktrace, mechanism } = (alone = exceptionOf(thrown, optionsWith(parseStack)));
      return { type, message: value, code: mechanism?.data?.['code'], frame: crashFrame(stacktrace?.frames) };
    },
    build(parseStack) {
      const facts = isErrorLike(thrown) && errorFacts(thrown);
      return {
        level,
        exception: { values: exceptionsOf(thrown, optionsWith(parseStack), alone) },
        contexts: facts ? { thrown: facts } : undefined,
        // A thrown object's own data goes where the gate can normalise and scrub it.
        extra: isObject(thrown) && !isErrorLike(thrown) ? { thrown } : undefined,
      };
    },
  };
};

/**
 * A message: plain text stands in `message`, where the app's hooks look for it. One with a template groups
 * better; of it both are sent, because servers differ in what they read. With a `stack` it is also an exception
 * without a type, as the field does.
 */
export const messageOccurrence = (message: unknown, level: Level, stack?: string): Occurrence => {
  const { text, template, params } = messageParts(message);
  const said: Partial<Event> = template === undefined ? { message: text } : { logentry: { message: template, formatted: text, params: [...params] } };
  const framesIn = (parseStack: ParseStack): StackFrame[] => (stack === undefined ? [] : parseStack(stack));
  return {
    issueParts: (parseStack) => ({ template, message: text, frame: crashFrame(framesIn(parseStack)) }),
    build(parseStack) {
      const exception: Exception = { value: text, stacktrace: { frames: framesIn(parseStack) }, mechanism: { type: 'generic', handled: true, synthetic: true } };
      return { level, ...said, exception: stack === undefined ? undefined : { values: [exception] } };
    },
  };
};

/** An event that somebody built already. */
export const eventOccurrence = (event: Partial<Event>): Occurrence => ({ issueParts: () => issuePartsOfEvent(event), build: () => event });
