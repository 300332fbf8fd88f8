import { attemptOr } from '../base/fences';
import { isObject, readProperty, readText } from '../base/read';
import type { Event, StackFrame } from './event';
import { messageShape, messageSkeleton, withoutIds } from './message-skeleton';
import { crashFrame } from './stack';

/** Longest key and longest template, in characters: the flood table keeps a thousand of them. */
const MAX_KEY = 1_000;
const MAX_TEMPLATE = 300;

/** What tells one failure from another. Whatever is not known is left out. */
export interface IssueParts {
  /** Chosen by the app: replaces the rest. `{{ default }}` in it stands for the rest. Empty means none. */
  readonly fingerprint?: readonly string[] | undefined;
  /** Type of the error, as in `event.exception.values[].type`; none for messages. */
  readonly type?: string | undefined;
  /** `error.code`: tells two failures of one shared helper apart (`ENOENT`, `ECONNREFUSED`). */
  readonly code?: string | number | undefined;
  /** Finished text; its skeleton counts. */
  readonly message?: string | undefined;
  /** Text before its parameters were put in. Only when there are parameters: else it is a message. */
  readonly template?: string | undefined;
  /** The crashing frame (see `crashFrame`). */
  readonly frame?: StackFrame | undefined;
}

/**
 * Eight signs of base 32 or 64 before an extension, or bare in a folder of chunks. Bundlers make such
 * a hash of letters only one time in four (`index-DiwrgTda.js`); other hashes `withoutIds` finds.
 */
const shortHash = /([-.~]|(?:_nuxt|assets|chunks)\/)(?=[\w-]*[A-Z\d])[\w-]{8}(?=\.)/g;

/** Module or base name, without what changes from deploy to deploy: hashes, query, fragment. */
const placeOf = (frame: StackFrame | undefined): string => {
  const module = readText(frame, 'module');
  if (module) return withoutIds(module);
  const [path = ''] = (readText(frame, 'filename') ?? readText(frame, 'abs_path') ?? '').split(/[?#]/, 1);
  // The end is enough, and inline `data:` scripts are long.
  return withoutIds(path.slice(-200).replace(shortHash, '$1*').replace(/^.*[\\/]/s, ''));
};

/** Names of one or two letters are a minifier's, and other ones after the next deploy. */
const functionOf = (frame: StackFrame | undefined): string => readText(frame, 'function')?.match(/\w{3,}/g)?.join('.') ?? '';

/** Where it happened, in two lines: place and function. */
const siteOf = (frame: StackFrame | undefined): string => `${placeOf(frame)}\n${functionOf(frame)}`;

const keyAt = (site: string, { fingerprint, type = '', code = '', message = '', template }: IssueParts): string => {
  const text = template ? template.slice(0, MAX_TEMPLATE) : messageSkeleton(message);
  const standard = [type, code, text, site].join('\n');
  const key = fingerprint?.length ? fingerprint.join('\n').replace(/\{\{\s*default\s*\}\}/g, () => standard) : standard;
  return key.slice(0, MAX_KEY);
};

/**
 * The text that is the same for every occurrence of one failure, over deploys and machines. Flood
 * control counts by it, and its number (`issueNumber`) is the first word of the error hash.
 */
export const issueKey = (parts: IssueParts): string => keyAt(siteOf(parts.frame), parts);

/** What an occurrence is one of. */
export interface Issue {
  /** See {@link issueKey}. */
  readonly key: string;
  /** Type and crashing frame alone: what the issues of one broken spot have in common. */
  readonly parent: string;
}

/** Issues that are recognised, at most; as many as flood control watches. */
const KNOWN_ISSUES = 1_000;

/**
 * {@link issueKey} for floods: it remembers the frames it saw and the shapes of messages, and so
 * takes about a fifth of the time for a failure that was seen before. Frames must not be changed.
 */
export const createIssueNamer = (): ((parts: IssueParts) => Issue) => {
  const sites = new WeakMap<object, string>();
  const known = new Map<string, Issue>();

  const siteAt = (frame: StackFrame | undefined): string => {
    // An event that was built elsewhere may have anything for a frame.
    if (!isObject(frame)) return siteOf(frame);
    const seen = sites.get(frame);
    if (seen !== undefined) return seen;
    const site = siteOf(frame);
    sites.set(frame, site);
    return site;
  };

  return (parts) => {
    const { fingerprint, type = '', code = '', message = '', template = '', frame } = parts;
    const site = siteAt(frame);
    const name = `${fingerprint ? JSON.stringify(fingerprint) : ''}\0${site}\n${type}\n${code}\n${template || `\0${messageShape(message)}`}`;
    const found = known.get(name);
    if (found) return found;
    const issue = { key: keyAt(site, parts), parent: `${type}\n${site}` };
    const [oldest] = known.size < KNOWN_ISSUES ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(name, issue);
    return issue;
  };
};

const lastOf = (list: unknown): unknown => (Array.isArray(list) ? list.at(-1) : undefined);

const partsOfException = (exception: unknown): IssueParts => {
  const frames = readProperty(readProperty(exception, 'stacktrace'), 'frames');
  const frame = Array.isArray(frames) ? crashFrame(frames) : undefined;
  const code = readProperty(readProperty(readProperty(exception, 'mechanism'), 'data'), 'code');
  return {
    type: readText(exception, 'type') ?? '',
    message: readText(exception, 'value') ?? '',
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(frame && { frame }),
  };
};

const partsOfMessage = (event: Partial<Event>): IssueParts => {
  const entry = readProperty(event, 'logentry');
  const template = readText(entry, 'message');
  const params = readProperty(entry, 'params');
  // Some SDKs send finished texts with an empty list of parameters.
  if (template && isObject(params) && Object.keys(params).length) return { template, message: readText(entry, 'formatted') ?? template };
  return { message: readText(entry, 'formatted') ?? template ?? readText(event, 'message') ?? '' };
};

/** What tells a finished event from others; of events of any SDK, and of any shape: never throws. */
export const issuePartsOfEvent = (event: Partial<Event>): IssueParts => attemptOr({}, () => partsOfEvent(event));

const partsOfEvent = (event: Partial<Event>): IssueParts => {
  const exception = lastOf(readProperty(readProperty(event, 'exception'), 'values'));
  const fingerprint = readProperty(event, 'fingerprint');
  return {
    ...(isObject(exception) ? partsOfException(exception) : partsOfMessage(event)),
    ...(Array.isArray(fingerprint) && { fingerprint: fingerprint.filter((part) => typeof part === 'string') }),
  };
};

/**
 * The key that the SDK gave the failure, computed again from the finished event, so that a server
 * groups as the SDK does. For events of any SDK, and of any shape: never throws. The two differ
 * where the event no longer has what the error had: a message that was scrubbed or cut, a frame or
 * a code that a hook took away.
 */
export const issueKeyOfEvent = (event: Partial<Event>): string => attemptOr('', () => issueKey(issuePartsOfEvent(event)));
