/**
 * The event as it goes over the wire (Sentry envelope protocol, item type `event`). There is one
 * type from build to encode: hooks and processors see the names that the field's users know, and
 * nothing is translated on the way out.
 *
 * Limits named here are what servers keep; the gate trims to ours (see `stages/gate`).
 */

/** How bad it is. `log` and other words are not valid on the wire. */
export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug';

/** What a tag, a span attribute or a parameter may hold. */
export type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** One call on a stack. On the wire the caller comes first and the crashing frame last. */
export interface StackFrame {
  /** Short path or URL. For compiled files it equals `abs_path`, because servers match source maps by either. */
  filename?: string;
  /** Full path or URL. */
  abs_path?: string;
  function?: string;
  /** Module path without extension; helps servers group. */
  module?: string;
  /** 1-based. */
  lineno?: number;
  /** 1-based. */
  colno?: number;
  /** `true` for the app's own code; `false` for dependencies and the runtime. */
  in_app?: boolean;
  context_line?: string;
  pre_context?: string[];
  post_context?: string[];
  vars?: Record<string, unknown>;
  platform?: string;
}

/** How an exception reached us. */
export interface Mechanism {
  /** `generic` for manual capture, `auto.<category>.<integration>` for hooks, `chained` for causes. */
  type: string;
  /** `false` when the error escaped the app's own code. */
  handled?: boolean;
  /** `true` when type and value are made up (a string was thrown): servers then leave the type out of grouping. */
  synthetic?: boolean;
  /** The thrown error is 0; its causes count up. */
  exception_id?: number;
  /** `exception_id` of the error that holds this one. */
  parent_id?: number;
  is_exception_group?: boolean;
  /** Property by which the parent holds this one: `cause`, `errors[0]`. */
  source?: string;
  data?: Record<string, unknown>;
}

/** One error of a chain. */
export interface Exception {
  type?: string;
  value?: string;
  module?: string;
  stacktrace?: { frames: StackFrame[] };
  mechanism?: Mechanism;
}

/** Something that happened before the event. */
export interface Breadcrumb {
  /** Seconds since the epoch; set when absent. */
  timestamp?: number;
  type?: string;
  /** Dotted: `fetch`, `console`, `ui.click`. */
  category?: string;
  message?: string;
  level?: Level;
  data?: Record<string, unknown>;
}

/** Who was using the app. Further keys are kept by servers as data. */
export interface User {
  id?: string;
  email?: string;
  username?: string;
  ip_address?: string;
  [key: string]: unknown;
}

/** The HTTP request during which it happened. */
export interface RequestData {
  /** Without query and fragment. */
  url?: string;
  method?: string;
  query_string?: string;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
  data?: unknown;
  env?: Record<string, string>;
}

/** A named bag of facts: `runtime`, `os`, `trace`, `flood`, `audit`, or the app's own. */
export type Context = Record<string, unknown>;

/** The wire event. Keys that are not set are left out: servers choke on `null`. */
export interface Event {
  /** 32 lower-case hex digits in the layout of a version-4 UUID. Ours carries the error hash. */
  event_id: string;
  /** Seconds since the epoch, when it happened. */
  timestamp: number;
  platform?: string;
  level?: Level;
  logger?: string;
  /** Route pattern or job name, never a raw URL. */
  transaction?: string;
  transaction_info?: { source: string };
  server_name?: string;
  release?: string;
  dist?: string;
  environment?: string;
  message?: string;
  logentry?: { message?: string; params?: unknown[]; formatted?: string };
  exception?: { values: Exception[] };
  breadcrumbs?: { values: Breadcrumb[] };
  user?: User;
  request?: RequestData;
  contexts?: Record<string, Context>;
  tags?: Record<string, string>;
  extra?: Record<string, unknown>;
  fingerprint?: string[];
  modules?: Record<string, string>;
  sdk?: SdkInfo;
}

/** Who built the event, as the wire wants it. */
export interface SdkInfo {
  /** `tocsin.javascript.<flavour>`. */
  name: string;
  version: string;
  integrations?: string[];
  packages?: { name: string; version: string }[];
  settings?: { infer_ip: 'auto' | 'never' };
}
