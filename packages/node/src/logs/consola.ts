import type { LogBridgeOptions } from './bridge';
import { createBridge } from './bridge';
import { levelNamed } from './levels';
import { readArguments } from './read-arguments';

/** What consola hands to its reporters. */
interface ConsolaLine {
  /** The method that was called: `warn`, `success`, `fail`, … */
  readonly type: string;
  readonly tag?: string;
  readonly args: readonly unknown[];
}

/** A reporter of consola's. */
export interface ConsolaReporter {
  readonly log: (line: ConsolaLine) => void;
}

/** Makes events of the warnings and errors that consola (since 3) logs, and structured logs of all its lines: `consola.addReporter(createConsolaReporter())`. */
export const createConsolaReporter = (options?: LogBridgeOptions): ConsolaReporter => {
  const bridge = createBridge('consola', options);
  const log = (line: ConsolaLine): void => bridge(() => ({ ...readArguments(line.args), level: levelNamed(line.type), name: line.tag || undefined }), log);
  return { log };
};
