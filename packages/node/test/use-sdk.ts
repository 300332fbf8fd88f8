import { afterEach, beforeEach, vi } from 'vitest';
import { close } from '../src/index';

/** What tests share that start the SDK as an app does. */
export interface Sdk {
  /** What was written to stderr during the test, in place of it. */
  readonly lines: readonly string[];
  /** What is to be done after the test, when the SDK is closed. */
  readonly undoing: (() => unknown)[];
}

/** Closes the SDK after each test around the call, and gives the process its stderr and its environment back. */
export const useSdk = (): Sdk => {
  const lines: string[] = [];
  const undoing: (() => unknown)[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  });
  afterEach(async () => {
    await close(0);
    for (const undo of undoing.splice(0)) await undo();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
  return { lines, undoing };
};
