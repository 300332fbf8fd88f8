import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes the totals of a run to the file `TOTALS_FILE` names. A test file
 * that does not even load, and an error outside of every test, count as one failure each: they have
 * no test that could.
 */
export default class TotalsReporter {
  onTestRunEnd(/** @type {readonly import('vitest/node').TestModule[]} */ modules, /** @type {readonly unknown[]} */ unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      totals.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        totals[state === 'pending' ? 'failed' : state] += 1;
      }
    }
    writeFileSync(process.env.TOTALS_FILE ?? 'totals.json', JSON.stringify(totals));
  }
}
