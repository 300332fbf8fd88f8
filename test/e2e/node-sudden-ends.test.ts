import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// Some ends nobody is told of: no code of ours runs between the error and the end of the process. What was captured
// lies in the spool by then, and the next process of the app delivers it. The end itself is as without us.

const harness = useHarness();

const heard = 'setTimeout(() => { throw new Error("boom"); }, 1);';
const ends: readonly { readonly name: string; readonly body: string; readonly code: number | null; readonly signal?: string; readonly values?: readonly string[] }[] = [
  { name: 'a handler that throws', body: `process.on("uncaughtException", () => { throw new Error("second"); });\n${heard}`, code: 7 },
  { name: 'a capture callback that throws', body: `process.setUncaughtExceptionCaptureCallback(() => { throw new Error("second"); });\n${heard}`, code: 7 },
  { name: 'a handler that kills the process', body: `process.on("uncaughtException", () => process.kill(process.pid, "SIGKILL"));\n${heard}`, code: null, signal: 'SIGKILL' },
  { name: 'a handler that throws after a capture', body: `process.on("uncaughtException", () => { throw new Error("second"); });\nsetTimeout(() => { captureException(new Error("mine")); throw new Error("boom"); }, 1);`, code: 7, values: ['boom', 'mine'] },
];

describe.each(nodeBinaries())('on $name', ({ name, path: node }) => {
  it.concurrent.each(ends.map((end, index) => ({ ...end, project: `sudden-${name}-${index}` })))('$name loses nothing', async ({ body, code, signal = null, values = ['boom'], project }) => {
    const file = `${project}.cjs`;
    harness.folder.write(file, `const { captureException } = require('#monitoring');\n${body}`);
    harness.folder.write(`${project}-next.cjs`, "const { stats } = require('#monitoring');\nconst until = Date.now() + 10_000;\nconst wait = () => { if (!(stats().error?.sent >= Number(process.env.COUNT)) && Date.now() < until) setTimeout(wait, 20); };\nwait();");
    const env = { TOCSIN_DSN: harness.intake.dsn(project), COUNT: String(values.length) };
    const bare = await harness.folder.run(file, { node, monitored: false, env });
    const monitored = await harness.folder.run(file, { node, monitored: true, env });
    expect(bare).toMatchObject({ code, signal });
    expect(monitored).toMatchObject({ code, signal, stdout: bare.stdout });
    expect(monitored.stderr).toBe(bare.stderr);
    await harness.folder.run(`${project}-next.cjs`, { node, monitored: true, env });
    expect(harness.intake.events(project).map(({ exception }) => String(exception?.values.at(-1)?.value)).toSorted()).toEqual(values);
  });
});
