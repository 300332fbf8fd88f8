import type { Event, Exception, Level, Mechanism } from './event';
import { exceptionsOf } from './exceptions';
import type { IssueParts } from './issue-key';
import { issuePartsOfEvent } from './issue-key';
import type { ParseStack } from './stack';
import { crashFrame, framesOf } from './stack';
import { describeThrown } from './describe-thrown';
import { errorFacts } from './error-facts';
import { messageParts } from './parameterize';
import { isErrorLike, isObject, readProperty, readText } from '../base/read';

/**
 * Something that happened and is to become an event. Each capture function makes its own kind, so
 * that the client does not know them and a bundle holds only the kinds it uses.
 */
export interface Occurrence {
  /** The object that was thrown: seen twice, it is still one occurrence. */
  readonly identity?: object | undefined;
  /** Audits: never sampled, and no hook can delete them nor the context of this name. */
  readonly kept?: string;
  /** Tells failures apart, cheaply: asked before the event is built. `fingerprint` is the scope's, if it has one. */
  issueParts(parseStack: ParseStack, fingerprint?: readonly string[]): IssueParts;
  /** The occurrence's own part of the event. */
  build(parseStack: ParseStack): Partial<Event>;
}

/** How an exception was captured. */
export interface ExceptionDetails {
  readonly mechanism: Mechanism;
  readonly level: Level;
  readonly syntheticStack?: string | undefined;
}

/** Anything that was thrown. */
export const exceptionOccurrence = (thrown: unknown, { mechanism, level, syntheticStack }: ExceptionDetails): Occurrence => ({
  identity: isObject(thrown) ? thrown : undefined,
  issueParts(parseStack, fingerprint) {
    const stack = isErrorLike(thrown) ? framesOf(thrown, parseStack) : syntheticStack === undefined ? [] : parseStack(syntheticStack);
    const described = isErrorLike(thrown) ? { type: readText(thrown, 'name') ?? 'Error', value: readText(thrown, 'message') ?? '' } : describeThrown(thrown);
    const code = readProperty(thrown, 'code');
    return {
      fingerprint,
      type: described.type,
      message: described.value,
      code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
      frame: crashFrame(stack),
    };
  },
  build: (parseStack) => {
    const values = exceptionsOf(thrown, { parseStack, mechanism, syntheticStack });
    // A thrown object's own data goes where the gate can normalise and scrub it.
    const own = isErrorLike(thrown) ? withFacts(thrown) : isObject(thrown) && { extra: { thrown } };
    return { level, exception: { values }, ...own };
  },
});

/** What an error says beyond name and message, as the context `thrown`. */
const withFacts = (error: unknown): Partial<Event> | undefined => {
  const facts = errorFacts(error);
  return facts && { contexts: { thrown: facts } };
};

/**
 * A message; one with a template groups better than finished text. Both are sent, because servers
 * differ in what they read. With a `stack` it is also an exception without a type, as the field does.
 */
export const messageOccurrence = (message: unknown, level: Level, stack?: string): Occurrence => {
  const { text, template, params } = messageParts(message);
  const logentry = { message: template ?? text, formatted: text, ...(params.length > 0 && { params: [...params] }) };
  if (stack === undefined) return { issueParts: (_parseStack, fingerprint) => ({ fingerprint, template, message: text }), build: () => ({ level, logentry }) };
  return {
    issueParts: (parseStack, fingerprint) => ({ fingerprint, message: text, frame: crashFrame(parseStack(stack)) }),
    build(parseStack) {
      const exception: Exception = { value: text, stacktrace: { frames: [...parseStack(stack)] }, mechanism: { type: 'generic', handled: true, synthetic: true } };
      return { level, logentry, exception: { values: [exception] } };
    },
  };
};

/** An event that somebody built already. */
export const eventOccurrence = (event: Partial<Event>): Occurrence => ({
  issueParts: (_parseStack, fingerprint) => issuePartsOfEvent(fingerprint ? { ...event, fingerprint: [...fingerprint] } : event),
  build: () => event,
});
