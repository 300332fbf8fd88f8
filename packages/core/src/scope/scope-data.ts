import { attemptOr } from '../base/fences';
import { isObject, ownEntries, readProperty, spell } from '../base/read';
import type { Attachment } from '../event/attachment';
import type { Breadcrumb, Context, Event, Level, Primitive, RequestData, User } from '../event/event';
import type { TraceState } from '../event/trace';

/** What a hook is told beside the event. */
export interface EventHint {
  /** Id to use instead of a fresh one, for events that come from elsewhere. */
  readonly event_id?: string | undefined;
  /** What was thrown, as it was: only hooks see it, it is never sent. */
  readonly originalException?: unknown;
  /** An `Error` made where a thrown non-error was noticed; lends its stack. */
  readonly syntheticException?: { readonly stack?: string | undefined } | undefined;
  /** How it was captured; `generic` and handled when absent. */
  readonly mechanism?: { readonly type: string; readonly handled?: boolean; readonly data?: Record<string, unknown> } | undefined;
  /** Scope data for this event alone. */
  readonly captureContext?: CaptureContext | undefined;
  /**
   * Files that go with the event: those given here, and those of the scopes. Event processors and
   * `beforeSend` may add to them and take some away. Audits have none.
   */
  attachments?: Attachment[] | undefined;
  /** Anything the capturer wants to tell the hooks. */
  readonly data?: unknown;
}

/**
 * Sees an event on its way out, after it was normalised and scrubbed, and may change or replace it;
 * `null` drops it (counted as `event_processor`). May be async, but only synchronous ones finish in a crash.
 */
export type EventProcessor = (event: Event, hint: EventHint) => Event | null | PromiseLike<Event | null>;

/** What a server adapter knows of the request that is being served. */
export interface RequestFacts {
  readonly request: RequestData;
  /** `GET /users/:id`: method and route pattern, when a route has matched. */
  readonly transaction?: string | undefined;
}

/** What a scope holds. Immutable: a change makes a new record, so forks share it and snapshots are free. */
export interface ScopeData {
  readonly user?: User | undefined;
  readonly level?: Level | undefined;
  readonly transaction?: string | undefined;
  readonly fingerprint?: readonly string[] | undefined;
  /** Reads the request that is being served; asked only when something is captured. */
  readonly readRequest?: (() => RequestFacts) | undefined;
  /** Where in a trace this request or job stands; made when it is first asked for. */
  readonly trace?: TraceState | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly contexts: Readonly<Record<string, Context>>;
  readonly breadcrumbs: readonly Breadcrumb[];
  readonly processors: readonly EventProcessor[];
  readonly attachments: readonly Attachment[];
}

/** What can be set on a scope at once. */
export type ScopeFacts = Partial<Omit<ScopeData, 'breadcrumbs' | 'processors' | 'attachments' | 'readRequest' | 'trace' | 'tags' | 'extra' | 'contexts'>> & {
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
  readonly contexts?: Readonly<Record<string, Context>> | undefined;
};

/** A `Scope`, of this copy of the package or of another; see there. */
export interface ScopeLike {
  getScopeData(): ScopeData;
  setUser(user: User | null): this;
  setTag(key: string, value: Primitive): this;
  setTags(tags: Readonly<Record<string, Primitive>>): this;
  setExtra(key: string, value: unknown): this;
  setExtras(extra: Readonly<Record<string, unknown>>): this;
  setContext(name: string, context: Context | null): this;
  setLevel(level: Level): this;
  setFingerprint(fingerprint: readonly string[]): this;
  setTransactionName(transaction: string): this;
  clear(): this;
}

/**
 * Scope data for one capture: `captureException(error, { tags: { … } })`; another scope; or a function
 * that gets a fork of the current scope, and answers with it or with data.
 */
export type CaptureContext = ScopeFacts | ScopeLike | ScopeChange['change'];

/** As a method, so that a function that is written for a `Scope` will do as well: it gets one. */
interface ScopeChange {
  change(scope: ScopeLike): ScopeFacts | ScopeLike;
}

/** Nothing set. */
export const emptyScopeData: ScopeData = { tags: {}, extra: {}, contexts: {}, breadcrumbs: [], processors: [], attachments: [] };

/** Tags are strings on the wire; a value of any other kind is spelled out, `null` and `undefined` leave the tag out. */
export const toTags = (tags: Readonly<Record<string, unknown>> = {}): Record<string, string> =>
  Object.fromEntries(ownEntries(tags).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, spell(value)]])));

/** Grouping by whatever the app handed in: one text is as good as a list of one, and anything else is none. */
export const toFingerprint = (given: unknown): readonly string[] | undefined => {
  if (typeof given === 'string') return [given];
  return attemptOr(undefined, () => (Array.isArray(given) ? given.map(spell) : undefined));
};

/**
 * Two scopes drawn together; what `over` says wins. What {@link emptyScopeData} has is collected, bag by
 * bag and list by list; everything else is held once.
 */
export const mergeScopeData = (under: ScopeData, over: Partial<ScopeData>): ScopeData => {
  // Most scopes are empty, and this is done for every occurrence of a flood.
  if (over === emptyScopeData) return under;
  if (under === emptyScopeData && over.processors) return over as ScopeData; // a whole one has these
  const merged: Record<string, unknown> = {};
  for (const [key, above] of Object.entries(over)) {
    const below = readProperty(key in emptyScopeData && under, key);
    if (above !== undefined) merged[key] = Array.isArray(below) ? below.concat(above) : isObject(below) ? { ...below, ...Object(above) } : above;
  }
  return { ...under, ...merged };
};
