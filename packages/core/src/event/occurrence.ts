import type { Event, Level, Mechanism } from './event';
import { exceptionsOf } from './exceptions';
import type { IssueParts } from './issue-key';
import { issuePartsOfEvent } from './issue-key';
import type { ParseStack } from './stack';
import { crashFrame, framesOf } from './stack';
import { describeThrown } from './describe-thrown';
import { isErrorLike, isObject, readProperty, readText } from '../base/read';

/**
 * Something that happened and is to become an event. Each capture function makes its own kind, so
 * that the client does not know them and a bundle holds only the kinds it uses.
 */
export interface Occurrence {
  /** The object that was thrown: seen twice, it is still one occurrence. */
  readonly identity?: object;
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
  ...(isObject(thrown) && { identity: thrown }),
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
    return { level, exception: { values }, ...(isObject(thrown) && !isErrorLike(thrown) && { extra: { thrown } }) };
  },
});

/** A message; `template` and `params` group better than finished text. */
export const messageOccurrence = (text: string, level: Level, template?: { readonly message: string; readonly params: readonly unknown[] }): Occurrence => ({
  issueParts: (_parseStack, fingerprint) => ({ fingerprint, template: template?.message, message: text }),
  build: () => ({ level, logentry: template ? { message: template.message, params: [...template.params], formatted: text } : { message: text, formatted: text } }),
});

/** An event that somebody built already. */
export const eventOccurrence = (event: Partial<Event>): Occurrence => ({
  issueParts: (_parseStack, fingerprint) => issuePartsOfEvent(fingerprint ? { ...event, fingerprint: [...fingerprint] } : event),
  build: () => event,
});
