/**
 * The event as it goes over the wire (Sentry envelope protocol, item type `event`). There is one
 * type from build to encode: hooks and processors see the names that the field's users know, and
 * nothing is translated on the way out. A key that is `undefined` is not sent, so that builders
 * can write plain literals.
 *
 * Limits named here are what servers keep; the gate trims to ours (see `stages/gate`).
 */

/** How bad it is. `log` and other words are not valid on the wire. */
export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug';

/** The field's name for {@link Level}. Without its `log`, for which servers refuse an event. */
export type SeverityLevel = Level;

/** What a tag, a span attribute or a parameter may hold. */
export type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** One call on a stack. On the wire the caller comes first and the crashing frame last. */
export interface StackFrame {
  /** Short path or URL. For compiled files it equals `abs_path`, because servers match source maps by either. */
  filename?: string | undefined;
  /** Full path or URL. */
  abs_path?: string | undefined;
  function?: string | undefined;
  /** Module path without extension; helps servers group. */
  module?: string | undefined;
  /** 1-based. */
  lineno?: number | undefined;
  /** 1-based. */
  colno?: number | undefined;
  /** Of WebAssembly: the offset in the module, `0x1f3`. */
  instruction_addr?: string | undefined;
  /** `true` for the app's own code; `false` for dependencies and the runtime. */
  in_app?: boolean | undefined;
  context_line?: string | undefined;
  pre_context?: string[] | undefined;
  post_context?: string[] | undefined;
  vars?: Record<string, unknown> | undefined;
  platform?: string | undefined;
}

/** How an exception reached us. */
export interface Mechanism {
  /** `generic` for manual capture, `auto.<category>.<integration>` for hooks, `chained` for causes. */
  type: string;
  /** `false` when the error escaped the app's own code. */
  handled?: boolean | undefined;
  /** `true` when type and value are made up (a string was thrown): servers then leave the type out of grouping. */
  synthetic?: boolean | undefined;
  /** The thrown error is 0; its causes count up. */
  exception_id?: number | undefined;
  /** `exception_id` of the error that holds this one. */
  parent_id?: number | undefined;
  is_exception_group?: boolean | undefined;
  /** Property by which the parent holds this one: `cause`, `errors[0]`. */
  source?: string | undefined;
  data?: Record<string, unknown> | undefined;
}

/** One error of a chain. */
export interface Exception {
  type?: string | undefined;
  value?: string | undefined;
  module?: string | undefined;
  stacktrace?: { frames: StackFrame[] } | undefined;
  mechanism?: Mechanism | undefined;
}

/** Something that happened before the event. */
export interface Breadcrumb {
  /** Seconds since the epoch; set when absent. */
  timestamp?: number | undefined;
  type?: string | undefined;
  /** Dotted: `fetch`, `console`, `ui.click`. */
  category?: string | undefined;
  message?: string | undefined;
  level?: Level | undefined;
  data?: Record<string, unknown> | undefined;
}

/** What an integration tells `beforeBreadcrumb` beside the breadcrumb: the request, the response, the arguments of a console. */
export type BreadcrumbHint = Readonly<Record<string, unknown>>;

/** Who was using the app. Further keys are kept by servers as data. */
export interface User {
  id?: string | number | undefined;
  email?: string | undefined;
  username?: string | undefined;
  ip_address?: string | undefined;
  [key: string]: unknown;
}

/** The HTTP request during which it happened. */
export interface RequestData {
  /** Without query and fragment. */
  url?: string | undefined;
  method?: string | undefined;
  query_string?: string | undefined;
  headers?: Record<string, string> | undefined;
  cookies?: Record<string, string> | undefined;
  data?: unknown;
  env?: Record<string, string> | undefined;
}

/** A named bag of facts: `runtime`, `os`, `trace`, `flood`, `audit`, or the app's own. */
export type Context = Record<string, unknown>;

/** Which source map belongs to which file. */
export interface DebugImage {
  /** Without it servers stumble. */
  type: 'sourcemap';
  /** Spelled like the `filename` and `abs_path` of frames: servers match by either. */
  code_file: string;
  /** A UUID that the build wrote into file and map. */
  debug_id: string;
}

/** The wire event. Keys that are not set are left out: servers choke on `null`. */
export interface Event {
  /** 32 lower-case hex digits in the layout of a version-4 UUID. Ours carries the error hash. */
  event_id: string;
  /** Seconds since the epoch, when it happened. */
  timestamp: number;
  platform?: string | undefined;
  level?: Level | undefined;
  logger?: string | undefined;
  /** Route pattern or job name, never a raw URL. */
  transaction?: string | undefined;
  transaction_info?: { source: string } | undefined;
  server_name?: string | undefined;
  release?: string | undefined;
  dist?: string | undefined;
  environment?: string | undefined;
  /** The text of a message without a template. Of an error it is in `exception`, of a message with a template in `logentry`. */
  message?: string | undefined;
  /** A message with a template: `message` is that, `formatted` the finished text. */
  logentry?: { message?: string | undefined; params?: unknown[] | undefined; formatted?: string | undefined } | undefined;
  exception?: { values: Exception[] } | undefined;
  breadcrumbs?: { values: Breadcrumb[] } | undefined;
  user?: User | undefined;
  request?: RequestData | undefined;
  contexts?: Record<string, Context> | undefined;
  tags?: Record<string, string | number | boolean | null | undefined> | undefined;
  extra?: Record<string, unknown> | undefined;
  fingerprint?: string[] | undefined;
  modules?: Record<string, string> | undefined;
  debug_meta?: { images: DebugImage[] } | undefined;
  sdk?: SdkInfo | undefined;
}

/** Who built the event, as the wire wants it. */
export interface SdkInfo {
  /** `tocsin.javascript.<flavour>`. */
  name: string;
  version: string;
  integrations?: string[] | undefined;
  packages?: { name: string; version: string }[] | undefined;
  settings?: { infer_ip: 'auto' | 'never' } | undefined;
}

/** The field's name for an {@link Event} that `beforeSend` sees: there are no others. */
export type ErrorEvent = Event;
