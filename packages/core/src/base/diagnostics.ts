/**
 * What the SDK says about itself. Each code stands in `docs/diagnostics.md` with its cause and
 * remedy. `problem`s are printed always (once per code), `debug` lines only with `debug: true`.
 */
export interface Diagnostic {
  /** `T` and four digits, see {@link diagnosticCodes}. */
  readonly code: DiagnosticCode;
  readonly severity: 'problem' | 'debug';
  /** One line: what, where, what to do. Never a secret, never a value from an event. */
  readonly message: string;
  /** What was caught, for `debug` output. */
  readonly cause?: unknown;
}

/** All codes, with their short names. */
export const diagnosticCodes = {
  T1001: 'no-dsn',
  T1002: 'malformed-dsn',
  T1003: 'unusual-dsn',
  T1004: 'bad-option',
  T2001: 'hook-threw',
  T2002: 'integration-threw',
  T2003: 'internal-error',
  T3001: 'dropped',
  T3002: 'refused',
  T3003: 'unreachable',
  T3004: 'limited',
  T4001: 'crash-delivery',
  T5001: 'audit-without-actor',
} as const;

/** See {@link diagnosticCodes}. */
export type DiagnosticCode = keyof typeof diagnosticCodes;

/** Takes a diagnostic; must not throw. */
export type Report = (diagnostic: Diagnostic) => void;

/** Our own failure, in the same words wherever it is caught. */
export const internalError = (cause: unknown): Diagnostic => ({
  code: 'T2003',
  severity: 'problem',
  message: 'Tocsin failed inside and went on; the app is not affected. Please report this.',
  cause,
});
