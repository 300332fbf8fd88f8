import { crashFrame, type Event, type Exception, type StackFrame } from '@tocsin/core/wire';
import { textLimits } from '../limits';
import { isRecord, looseRecords, looseText } from './loose';
import { firstLine } from './plain-text';

/** Where it broke, as far as the event says. */
export interface CrashSite {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly function?: string;
}

/** The error that was thrown, which the wire puts last, behind its causes. */
const thrownOf = (event: Event): Exception | undefined => event.exception?.values.at(-1);

/** Ways of SDKs and engines to say that a function has no name. */
const nameless: ReadonlySet<string | undefined> = new Set([undefined, '?', '<anonymous>', 'anonymous']);

/** The name of the function that a frame is in; `undefined` when it has none. */
export const functionNameOf = ({ function: name }: StackFrame): string | undefined => (nameless.has(name) ? undefined : name);

/** The app's own last call, else the last call at all. Empty for messages and for errors without a stack. */
export const crashSiteOf = (event: Event): CrashSite => {
  const frame = crashFrame(thrownOf(event)?.stacktrace?.frames ?? []);
  const file = frame?.filename ?? frame?.abs_path;
  const name = frame && functionNameOf(frame);
  return {
    ...(file === undefined ? {} : { file }),
    ...(frame?.lineno === undefined ? {} : { line: frame.lineno }),
    ...(name === undefined ? {} : { function: name }),
  };
};

/** What a message event says, with its parameters filled in when the sender did that. */
export const messageOf = (event: Event): string | undefined => event.logentry?.formatted ?? event.message ?? event.logentry?.message;

/** Where a template takes a value: `%s`, `%d`, `%(name)s`. */
const PLACEHOLDER = /%(?:\(\w+\))?[sdifjoO]/g;

/** What was done, for audit records, by and to what sort, for records are grouped by these: their texts name people, who differ from event to event. */
const auditedAction = ({ logger, contexts, tags }: Event): string | undefined => {
  if (logger !== 'audit') return undefined;
  const { action, actor, target } = contexts?.['audit'] ?? {};
  const done = looseText(action) ?? looseText(tags?.['audit.action']);
  const sorts = [['by', actor], ['on', looseRecords(target)[0]]] as const;
  return done && [done, ...sorts.flatMap(([word, of]) => (isRecord(of) && looseText(of['type']) ? [`${word} ${looseText(of['type'])}`] : []))].join(' ');
};

/** A template on its own is shown with its gaps. */
const messageTitle = (event: Event): string => {
  const { message, logentry } = event;
  return auditedAction(event) ?? logentry?.formatted ?? message ?? logentry?.message?.replace(PLACEHOLDER, '…') ?? '';
};

/**
 * One line that names the failure: `Type: first line of the message` for errors, the finished text
 * for messages, the action for audit records, with the sorts of whom and what. Grouping does not depend on it (see `issueKeyOfEvent`);
 * an issue has the title of its latest event.
 */
export const titleOf = (event: Event): string => {
  const thrown = thrownOf(event);
  const text = thrown
    ? [thrown.type, thrown.value && firstLine(thrown.value, textLimits.title)].filter((part) => part !== undefined && part !== '').join(': ')
    : messageTitle(event);
  return firstLine(text, textLimits.title) || '(no message)';
};

/** Where to look first: the route or job when the sender named it, else the crashing frame. */
export const culpritOf = (event: Event): string | undefined => {
  if (event.transaction !== undefined) return firstLine(event.transaction, textLimits.culprit);
  const { file, function: name } = crashSiteOf(event);
  const text = [name, file].filter((part) => part !== undefined).join(' in ');
  return text === '' ? undefined : firstLine(text, textLimits.culprit);
};
