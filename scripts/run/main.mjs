import { check } from './check.mjs';
import { prepare } from './prepare.mjs';
import { Failure, say } from './progress.mjs';
import { unitTests } from './test.mjs';
import { printTotals } from './totals.mjs';
import { projectNode, streamTool } from './tool.mjs';

/** @typedef {(args: readonly string[]) => Promise<number>} Command Answers the exit code. */

const usage = `Usage: node scripts/run.mjs <command>
  demo [--once]                 the whole way of an error, on this machine; --once ends by itself
  test [filter…]                install, build, unit tests; arguments go to vitest
  check [--after-test] [gate…]  every gate, or those named; --after-test leaves out what "test" ran
  totals <file>                 the closing line over a file of totals, for .ci/run`;

/** @type {Record<string, Command>} */
const commands = {
  demo: async (args) => {
    await prepare(2);
    return (await streamTool(projectNode(), ['scripts/demo.mjs', ...args])).code;
  },
  test: async (args) => {
    await prepare(3);
    return unitTests(args);
  },
  check,
  totals: async ([file]) => printTotals(file),
};

/** Runs the command that `argv` names. Every failure ends as one plain line and an exit code of 1. */
export const main = async (/** @type {readonly string[]} */ [name = '', ...args]) => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(usage);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`\n${error.message}`);
    return 1;
  }
};
