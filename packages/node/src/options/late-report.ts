import type { Diagnostic, Report } from '@tocsin/core';
import { getClient } from '@tocsin/core';

/** Keeps what is wrong with something that may be made before `init`, until there is a client that says so. */
export interface LateReport {
  readonly report: Report;
  /** Has the client say what was kept, if there is one by now. */
  readonly handOver: () => void;
}

/** Nothing is wrong yet. */
export const createLateReport = (): LateReport => {
  const kept: Diagnostic[] = [];
  return {
    report: (diagnostic) => void kept.push(diagnostic),
    handOver() {
      const client = getClient();
      if (client) kept.splice(0).forEach(client.report);
    },
  };
};
