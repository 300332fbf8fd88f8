/**
 * What the SDK says about itself: a code, and what is special about this case. The sentences stand
 * in `explain.ts`, apart, because a page has no room for them; cause and remedy of each code stand
 * in `docs/diagnostics.md`.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** The option, hook or answer that it is about. Never a secret, never a value from an event. */
  readonly detail?: string | undefined;
  /** The text that was given, for `explain` to look into. May hold a key: never print it. */
  readonly given?: string | undefined;
  /** What was caught. */
  readonly cause?: unknown;
}

/**
 * All codes, with their short names. Those of groups 1 (set-up), 2 (code that failed), 4 (telemetry
 * beside errors) and 5 (audit) are problems that somebody should mend; group 3 tells what happens on
 * the way, for `debug`: a server that cannot be reached must not change what a dying process prints.
 */
export const diagnosticCodes = {
  T1001: 'no-dsn',
  T1002: 'malformed-dsn',
  T1003: 'bad-option',
  T1004: 'no-request-scope',
  T1005: 'another-copy',
  T1006: 'sealed-global',
  T1007: 'opaque-script-error',
  T1008: 'no-spotlight',
  T1009: 'no-spool',
  T1010: 'strange-files',
  T1011: 'redirected',
  T1012: 'misused-call',
  T1013: 'refused-for-good',
  T1014: 'no-page',
  T1015: 'old-node',
  T2001: 'hook-threw',
  T2002: 'integration-threw',
  T2003: 'internal-error',
  T3001: 'dropped',
  T3002: 'refused',
  T3003: 'unreachable',
  T3004: 'unusual-dsn',
  T3005: 'no-last-words',
  T3006: 'filtered',
  T3007: 'too-large',
  T3008: 'spool-failed',
  T4001: 'feedback-without-message',
  T4002: 'session-without-release',
  T4003: 'dialog-not-loaded',
  T4004: 'check-in-without-monitor',
  T5001: 'audit-without-actor',
} as const;

/** See {@link diagnosticCodes}. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** Takes a diagnostic; must not throw. */
export type Report = (diagnostic: Diagnostic) => void;
