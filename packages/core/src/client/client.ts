import type { Undo } from '../base/clock';
import type { Diagnostic } from '../base/diagnostics';
import type { Drop, Ledger, Stats } from '../base/ledger';
import type { EpochMilliseconds, Milliseconds } from '../base/units';
import type { Breadcrumb, BreadcrumbHint, Event } from '../event/event';
import type { Log } from '../event/log';
import type { Occurrence } from '../event/occurrence';
import type { CaptureContext, EventHint, EventProcessor, ScopeData } from '../scope/scope-data';
import type { Rate } from '../stages/flood-watches';
import type { GateOptions } from '../stages/gate';
import type { ScrubOptions } from '../stages/scrub-options';
import type { Candidate, Draft } from '../stages/stage';
import type { Destination, PostSync } from '../transport/post';
import type { Transport } from '../transport/transport';
import type { Runtime } from './runtime';

/** What `init` takes. Names and meaning are the field's; all are optional. */
export interface ClientOptions {
  /** Where events go: `https://<key>@<host>/<project>`. Without one every call is a no-op, and one line says so. */
  readonly dsn?: string | undefined;
  /**
   * Where envelopes are posted instead, as they are: an address of the app's own, for pages whose
   * visitors block the server's. The DSN stands in the header of each envelope, so that whoever answers
   * there knows where to; it is needed all the same. In a page a path will do. Default none.
   */
  readonly tunnel?: string | undefined;
  /** `false` switches everything off, silently. Default `true`. */
  readonly enabled?: boolean | undefined;
  /** Prints what is dropped, filtered or refused, and what cannot be reached, one line each; what goes well is not mentioned. Default `false`. */
  readonly debug?: boolean | undefined;
  /** `package@1.2.3`: tells new failures from old ones. Without it servers cannot see regressions. */
  readonly release?: string | undefined;
  /** Default `production`. */
  readonly environment?: string | undefined;
  /** Tells builds of one release apart. Sent only together with `release`. */
  readonly dist?: string | undefined;
  /** Share of errors and messages that is sent, 0 to 1. Default 1. A kept event carries its rate. Audits are never sampled. */
  readonly sampleRate?: number | undefined;
  /**
   * Errors and messages not to hear of, by a text that stands anywhere in the message or in
   * `Type: message`, or by a pattern (of the first 8,192 characters). Default none. Audits are never ignored.
   */
  readonly ignoreErrors?: readonly (string | RegExp)[] | undefined;
  /** Only hear of errors that come from these files: of the crashing frame, texts anywhere in its address, and patterns. Default all. What has no file passes. */
  readonly allowUrls?: readonly (string | RegExp)[] | undefined;
  /** Files not to hear of, likewise, and before `allowUrls`. Default none. */
  readonly denyUrls?: readonly (string | RegExp)[] | undefined;
  /** Ignores errors in pages that are not the page's: of extensions, translators, the apps around it, "Script error." without detail. Default `true` in browsers, else `false`. */
  readonly ignoreNoise?: boolean | undefined;
  /** Breadcrumbs kept, and of those what fits into 30,000 bytes of an event. Default 100; 0 keeps none. */
  readonly maxBreadcrumbs?: number | undefined;
  /** Adds a stack to `captureMessage`. Default `false`. */
  readonly attachStacktrace?: boolean | undefined;
  /** Last word on each event: change it, or return `null` to drop it (counted as `before_send`). Synchronous hooks are crash-safe. */
  readonly beforeSend?: EventProcessor | undefined;
  /** Whether `logger` sends. Default `true`: nothing is logged unless the app calls it. */
  readonly enableLogs?: boolean | undefined;
  /** Last word on each log: change it, or return `null` to drop it (counted as `before_send`). Synchronous, so that a crash finds it finished. */
  readonly beforeSendLog?: ((log: Log) => Log | null) | undefined;
  /** Last word on each feedback, an event with `contexts.feedback`; `null` drops it (counted as `before_send`). Synchronous. */
  readonly beforeSendFeedback?: ((event: Event, hint: EventHint) => Event | null) | undefined;
  /** Last word on each breadcrumb of `addBreadcrumb`; `null` drops it. Synchronous. What it adds itself is not kept. */
  readonly beforeBreadcrumb?: ((crumb: Breadcrumb, hint?: BreadcrumbHint) => Breadcrumb | null) | undefined;
  /** Added to the platform's own ones; one with the same name replaces it. A function gets the defaults and returns all. */
  readonly integrations?: readonly Integration[] | ((defaults: readonly Integration[]) => readonly Integration[]) | undefined;
  /** Replaces the platform's own integrations; `false` installs none of them. */
  readonly defaultIntegrations?: readonly Integration[] | false | undefined;
  /** Scope data from the start. */
  readonly initialScope?: CaptureContext | undefined;
  /** Levels kept of `extra`, a context, a breadcrumb's data: 1 keeps plain values only. Default 3. Audits are kept whole. */
  readonly normalizeDepth?: number | undefined;
  /** Entries kept of one object or array; of the event's own lists too, such as the frames of a stack, so not fewer than 100. Default 1000. */
  readonly normalizeMaxBreadth?: number | undefined;
  /** Characters kept of one string; of ids, releases and names of files too, so not fewer than 200. Default 8192, what servers keep of a message. */
  readonly maxValueLength?: number | undefined;
  /** What is taken out of everything that is sent, beyond the defaults or less than they: rules, keys, exceptions. */
  readonly scrub?: ScrubOptions | undefined;
  /** Lets e-mail and IP addresses, and headers that tell who a visitor is, out. Default `false`. What `setUser` is given is sent in any case. */
  readonly sendDefaultPii?: boolean | undefined;
  /** Continue a caller's trace only where both organisations are known and the same, or both unknown. Default `false`: also where one is unknown. */
  readonly strictTraceContinuation?: boolean | undefined;
  /** The organisation at the server, for telling our traces from others'. Default: read from hosts of the form `o123.…`. */
  readonly orgId?: string | number | undefined;
  /**
   * Which requests of the app carry the trace on: those whose URL holds one of these texts, or in
   * which one of these patterns is found; in a page also by the path, for its own origin. `[]`: none.
   * Default: on a server all, in a page those to its own origin. Never those to the DSN's host.
   */
  readonly tracePropagationTargets?: readonly (string | RegExp)[] | undefined;
  /** Adds the W3C header `traceparent` to what `getTraceData` gives. Default `false`. */
  readonly propagateTraceparent?: boolean | undefined;
  /** Hears of each drop, right after it was counted. For totals ask `client.stats()`. */
  readonly onDrop?: ((drop: Drop) => void) | undefined;
  /** Bounds of the sender. */
  readonly transportOptions?:
    | {
        /** Envelopes that wait in memory, at most; beyond it the issue with the most waiting loses its newest but one. Default 2500: about 12 MB of typical events. */
        readonly bufferSize?: number | undefined;
      }
    | undefined;
  /** Bounds what one failure may send; what is folded is counted, and told by the next event. `false` sends everything. */
  readonly flood?: false | FloodOptions | undefined;
  /** Tells the server how much was dropped and why: on `flush` and `close`, and once a minute at most. Default `true`. */
  readonly sendClientReports?: boolean | undefined;
  /**
   * Where what cannot be sent now waits for a better time, and outlives the process or page. `false`: in memory
   * alone. Default: on disk in Node, in IndexedDB in a page. The bounds of a page are fixed.
   */
  readonly spool?: false | SpoolOptions | undefined;
  /**
   * How long a dying process may wait for its last events, in milliseconds, 0 to 60,000. Default 1000. They are in the
   * spool before; to write there it may take up to 900 whatever this says. Of no use in a page.
   */
  readonly shutdownTimeout?: Milliseconds | undefined;
}

/** In Node, where the spool is and how large it may get. What has no room, or is too old, is counted as `cache_overflow`, the oldest first. */
export interface SpoolOptions {
  /**
   * Folder of the spool, which no other user may own or enter; it is made when it is needed, and shared with
   * other processes. Default: `tocsin-spool` where the system has state of its users: `$XDG_STATE_HOME` or
   * `~/.local/state`, `~/Library/Application Support`, `%LOCALAPPDATA%`; else one with the user's number in
   * the folder for temporary files.
   */
  readonly dir?: string | undefined;
  /** Bytes on disk, at most. Default 50,000,000, for some ten thousand events; there are never more than 10,000. */
  readonly maxBytes?: number | undefined;
  /** What is older is thrown away, milliseconds. Default 86,400,000, a day. */
  readonly maxAge?: Milliseconds | undefined;
}

/**
 * How much one issue may send. An event that stands for others has `contexts.flood` (`suppressed`:
 * how many; `since`, `until`: seconds since the epoch), so that `1 + suppressed`, summed, is what
 * was captured. More than 50 issues of one type and place, and those beyond 1,000 issues, share; all
 * together may send ten times as much as one, beside the first event of each.
 */
export interface FloodOptions {
  /** Events at once, 1 to 1000. Default 30. */
  readonly burst?: number | undefined;
  /** Events a second in the long run, 0.001 to 1000. Default 1. */
  readonly perSecond?: number | undefined;
}

/** The options as they can be used: what has a default has a value. */
export interface UsableOptions extends ClientOptions {
  readonly orgId?: string | undefined;
  readonly environment: string;
  readonly sampleRate: number;
  readonly maxBreadcrumbs: number;
  readonly normalizeDepth: number;
  readonly normalizeMaxBreadth: number;
  readonly maxValueLength: number;
  readonly flood: false | Rate;
  readonly transportOptions: { readonly bufferSize: number };
}

/** Hooks something into the client: uncaught errors, a logger, a framework. An object, never a subclass. */
export interface Integration {
  /** The field's name for it; installing a second one of the same name replaces the first. */
  readonly name: string;
  /** Called before `setup`, for integrations written for other SDKs; it gets nothing and cannot be taken back. */
  readonly setupOnce?: () => void;
  /** Starts it, once per client. What it returns takes everything back when the client closes. */
  readonly setup?: (client: Client) => Undo | void;
  /** Sees every event, like an event processor of the client. */
  readonly processEvent?: (event: Event, hint: EventHint, client: Client) => Event | null | PromiseLike<Event | null>;
}

/** What was captured; one that was folded or sampled out has no event. */
export type Captured = Candidate & Partial<Draft>;

/**
 * An optional kind of telemetry: logs, sessions, check-ins. It lives in the client (see `Client.part`), so it
 * needs no state of its module, and a page that does not import it has none of its bytes.
 */
export interface Part {
  /** Hands over what it has collected, now: asked before flush, close, and the end of a process. */
  readonly handOver?: () => void;
  /** Hears of each occurrence that was sent, folded or sampled out; not of one that a filter or a hook dropped. */
  readonly captured?: (captured: Captured) => void;
}

/** What a part works with: the client's own pieces. */
export interface PartHost {
  readonly client: Client;
  readonly runtime: Runtime;
  readonly ledger: Ledger;
  /** Takes parcels whose items are pending in the ledger. `copyToSpotlight` stands in front of both. */
  readonly transport: Pick<Transport, 'push' | 'flushSync'>;
  /** How everything that leaves is walked: bounds and scrubber. Made when it is first asked for. */
  readonly bounds: () => GateOptions;
}

/** Builds events and brings them to one destination. Apps rarely hold it: `init` and the capture functions suffice. */
export interface Client {
  /** What the client was made with; what has a default has a value. */
  getOptions(): UsableOptions;
  /** `undefined` when there is no usable DSN. */
  getDestination(): Destination | undefined;
  /** The client's clock. */
  now(): EpochMilliseconds;
  /** A random id, 32 hex digits, that is no event's: for sessions and the like. */
  newId(): string;
  /** Whether captures lead to anything. */
  isEnabled(): boolean;
  /**
   * Takes in an occurrence and answers with the id of its event, at once; in a flood with that of
   * another event of the issue (see {@link Client.isRepresentative}). `scope` is what the scopes
   * hold now. For apps there are `captureException`, `captureMessage`, `captureEvent`.
   */
  capture(occurrence: Occurrence, hint: EventHint, scope: ScopeData): string;
  /** Whether the event has passed the last hook, was taken by the queue and not lost since (the newest 1,000 are known). */
  hasTaken(eventId: string): boolean;
  /**
   * Whether the last capture was folded by flood control, and this was its answer: the event behind it
   * shows another occurrence of the same failure. Ask right after the capture.
   */
  isRepresentative(eventId: string): boolean;
  /** Resolves when the event's asynchronous hooks are through; at once when there are none. */
  afterHooks(eventId: string): Promise<void>;
  /** Adds a hook for every event of this client. */
  addEventProcessor(processor: EventProcessor): void;
  /** Installs an integration now, in place of one with the same name. */
  addIntegration(integration: Integration): void;
  /** The integration of this name, if it is installed; `T` is the caller's knowledge of it. */
  getIntegrationByName<T extends Integration = Integration>(name: string): T | undefined;
  /**
   * The client's own instance of an optional kind of telemetry, made at first use and known by its
   * `create`; `undefined` while nothing can be sent. Apps use `logger`, `captureCheckIn` and the like.
   */
  part<T extends Part>(create: (host: PartHost) => T): T | undefined;
  /** Counters of everything captured and how it ended. */
  stats(): Stats;
  /** Waits until all that was captured here is sent, at most `timeout` milliseconds (default 2000); `false` when something is left. */
  flush(timeout?: Milliseconds): Promise<boolean>;
  /** {@link Client.flush}, then takes all hooks back and stops. Afterwards every call is a no-op. */
  close(timeout?: Milliseconds): Promise<boolean>;
  /** For a dying process: delivers everything pending by `post`, synchronously. Nothing pending calls nothing. */
  flushSync(post: PostSync): void;
  /** Shows a diagnostic, as `debug` allows. */
  report(diagnostic: Diagnostic): void;
}
