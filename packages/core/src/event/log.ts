/** How bad a log is, in the words of logs: `warn`, where events say `warning`. */
export type LogSeverityLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** One log on its way out, as `beforeSendLog` sees it: normalised and scrubbed, and the hook's to change. */
export interface Log {
  level: LogSeverityLevel;
  message: string;
  /** Texts, numbers and booleans; lists and objects are sent as JSON text. Names with `sentry.` are the protocol's. */
  attributes: Record<string, unknown>;
  /** OpenTelemetry's number for the level: 1, 5, 9, 13, 17, 21. */
  severityNumber: number;
}
