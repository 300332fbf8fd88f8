import { copyBag, ownEntries, readProperty, spell } from '../base/read';
import type { Attachment } from '../event/attachment';
import type { Breadcrumb, Context, Level, Primitive, User } from '../event/event';
import type { TraceState } from '../event/trace';
import type { KeepBreadcrumb } from './breadcrumbs';
import type { CaptureContext, EventProcessor, RequestFacts, ScopeData, ScopeFacts, ScopeLike } from './scope-data';
import { emptyScopeData, mergeScopeData, toFingerprint, toTags } from './scope-data';

/** Breadcrumbs that are kept while there is no client to gate them. */
const MAX_UNGATED = 100;

/**
 * Data that is put onto every event captured while the scope is active. There are three: global
 * (the process), isolation (one request or job) and current (one block of code, see `withScope`);
 * they are merged in this order, the later wins.
 *
 * A class because the field's users hold and fork scopes.
 */
export class Scope implements ScopeLike {
  #data: ScopeData;
  #lastEventId: string | undefined;
  #keep: KeepBreadcrumb | undefined;

  /** Starts empty, or with what another scope holds. `keep` is for the scopes that a client captures with. */
  constructor(data: ScopeData = emptyScopeData, keep?: KeepBreadcrumb) {
    this.#data = data;
    this.#keep = keep;
  }

  /** What is set now. The record never changes; later changes to the scope make a new one. */
  getScopeData(): ScopeData {
    return this.#data;
  }

  /** A scope of its own with the same data. */
  fork(): Scope {
    return new Scope(this.#data, this.#keep);
  }

  /** The field's other name for {@link Scope.fork}. */
  clone(): Scope {
    return this.fork();
  }

  /** Id of the last event captured while this was the isolation scope; not inherited by forks. */
  lastEventId(): string | undefined {
    return this.#lastEventId;
  }

  /** See {@link Scope.lastEventId}. */
  setLastEventId(eventId: string | undefined): void {
    this.#lastEventId = eventId;
  }

  /**
   * Several things at once, as in `captureException(error, context)`; bags are merged key by key. Of
   * another scope the same things are taken; a function gets this scope, and answers with either.
   */
  update(given: CaptureContext | undefined): this {
    const context = typeof given === 'function' ? given(this) : given;
    const data = typeof readProperty(context, 'getScopeData') === 'function' ? (context as ScopeLike).getScopeData() : context; // by its only method
    const { user, level, transaction, fingerprint, tags, extra, contexts }: ScopeFacts = copyBag(data);
    this.#data = mergeScopeData(this.#data, { user, level, transaction, fingerprint: toFingerprint(fingerprint), tags: toTags(tags), extra: copyBag(extra), contexts: { ...contexts } });
    return this;
  }

  /** Who is using the app. `null` unsets. */
  setUser(user: User | null): this {
    return this.#set({ user: user ?? undefined });
  }

  /** A searchable fact; keys over 32 characters are refused by some servers. `undefined` unsets. */
  setTag(key: string, value: Primitive): this {
    return this.setTags({ [spell(key)]: value });
  }

  /** Several tags at once; others stay. */
  setTags(tags: Readonly<Record<string, Primitive>>): this {
    return this.#set({ tags: toTags({ ...this.#data.tags, ...Object.fromEntries(ownEntries(tags)) }) });
  }

  /** A loose fact; prefer {@link Scope.setContext}, which groups what belongs together. */
  setExtra(key: string, value: unknown): this {
    return this.setExtras({ [spell(key)]: value });
  }

  /** Several extras at once; others stay. */
  setExtras(extra: Readonly<Record<string, unknown>>): this {
    return this.#set({ extra: { ...this.#data.extra, ...Object.fromEntries(ownEntries(extra)) } });
  }

  /** A named group of facts. `null` removes it. */
  setContext(name: string, context: Context | null): this {
    const { [spell(name)]: _replaced, ...others } = this.#data.contexts;
    return this.#set({ contexts: context === null ? others : { ...others, [spell(name)]: context } });
  }

  /** Overrides the level of every event captured here. */
  setLevel(level: Level): this {
    return this.#set({ level });
  }

  /** Overrides grouping; `{{ default }}` stands for the usual key. */
  setFingerprint(fingerprint: readonly string[]): this {
    return this.#set({ fingerprint: toFingerprint(fingerprint) });
  }

  /** Route pattern or job name, never a raw URL: servers group and title by it. */
  setTransactionName(transaction: string): this {
    return this.#set({ transaction });
  }

  /** For server adapters: where to read the request from when something is captured. Nothing is read before. */
  setRequestReader(readRequest: () => RequestFacts): this {
    return this.#set({ readRequest });
  }

  /** Where in a trace what is captured here stands; `undefined` begins a new one. Apps use `continueTrace`. */
  setTrace(trace: TraceState | undefined): this {
    return this.#set({ trace });
  }

  /**
   * Remembers something that happened, as it is now: normalised, scrubbed and trimmed. The newest
   * `limit` stay (default: `maxBreadcrumbs`), and of those what fits into 30,000 bytes.
   */
  addBreadcrumb(crumb: Breadcrumb, limit?: number): this {
    const { breadcrumbs } = this.#data;
    return this.#set({ breadcrumbs: this.#keep?.(breadcrumbs, crumb, limit) ?? [...breadcrumbs, copyBag(crumb)].slice(-MAX_UNGATED) });
  }

  /** Forgets the breadcrumbs. */
  clearBreadcrumbs(): this {
    return this.#set({ breadcrumbs: [] });
  }

  /** Adds a hook for events captured while this scope is active. */
  addEventProcessor(processor: EventProcessor): this {
    // One that cannot be called would cost every event.
    return typeof processor === 'function' ? this.#set({ processors: [...this.#data.processors, processor] }) : this;
  }

  /** Adds a file that goes with every event captured while this scope is active. For one event alone there is `hint.attachments`. */
  addAttachment(attachment: Attachment): this {
    return this.#set({ attachments: [...this.#data.attachments, attachment] });
  }

  /** Forgets the files that were added here. */
  clearAttachments(): this {
    return this.#set({ attachments: [] });
  }

  /** Back to empty. */
  clear(): this {
    this.#data = emptyScopeData;
    return this;
  }

  #set(change: Partial<ScopeData>): this {
    this.#data = { ...this.#data, ...change };
    return this;
  }
}
