import { nodeBinaries } from '@tocsin/runtimes';
import { describe, expect, it } from 'vitest';
import { useHarness } from './harness';

const app = (integration: string, body: string): string => `
  import { flush, init, onUncaughtExceptionIntegration, onUnhandledRejectionIntegration } from '@tocsin/node';
  init({ shutdownTimeout: 10000, integrations: [${integration}] });
  ${body}
`;

const later = "setTimeout(() => { console.log('alive'); process.exit(5); }, 100);";
/** So late that a process which comes so far was not ended. */
const muchLater = later.replace('100', '10000');
const fail = "setTimeout(() => { throw new Error('boom'); }, 5);";
const reject = "setTimeout(() => void Promise.reject(new Error('boom')), 5);";
const own = "process.on('uncaughtException', () => console.log('own'));";

/** What the app asks for, and how its process ends then. */
const cases: Readonly<Record<string, { readonly app: string; readonly code: number; readonly stdout: string; readonly stderr: RegExp }>> = {
  'a listener of the app decides': { app: app('onUncaughtExceptionIntegration()', `${own} ${fail} ${later}`), code: 5, stdout: 'own\nalive\n', stderr: /^$/ },
  'a listener of the app does not decide': { app: app('onUncaughtExceptionIntegration({ exitEvenIfOtherHandlersAreRegistered: true })', `${own} ${fail} ${muchLater}`), code: 1, stdout: 'own\n', stderr: /^Error: boom\n {4}at / },
  'nobody listens, and the option changes nothing': { app: app('onUncaughtExceptionIntegration({ exitEvenIfOtherHandlersAreRegistered: true })', fail), code: 1, stdout: '', stderr: /boom[^]*Node\.js v/ },
  'the app ends by itself': { app: app("onUncaughtExceptionIntegration({ onFatalError: async (error) => { console.log(error.message); await flush(); process.exit(7); } })", fail), code: 7, stdout: 'boom\n', stderr: /^$/ },
  'a rejection is passed over in silence': { app: app("onUnhandledRejectionIntegration({ mode: 'none' })", `${reject} ${later}`), code: 5, stdout: 'alive\n', stderr: /^$/ },
  'a rejection is printed': { app: app("onUnhandledRejectionIntegration({ mode: 'warn' })", `${reject} ${later}`), code: 5, stdout: 'alive\n', stderr: /^Error: boom\n {4}at / },
  'a rejection is printed, and ends the process': { app: app("onUnhandledRejectionIntegration({ mode: 'strict' })", `${reject} ${muchLater}`), code: 1, stdout: '', stderr: /^Error: boom\n {4}at / },
};

const harness = useHarness();

describe.each(nodeBinaries())('an app that decides about its end on $name', ({ name: node, path }) => {
  it.each(Object.keys(cases).map((name, index) => [name, index] as const))('%s', async (name, index) => {
    const { app: source, code, stdout, stderr } = cases[name] ?? { app: '', code: 0, stdout: '', stderr: /./ };
    const project = `${node.replace('node', '')}${index}`;
    harness.folder.write(`case-${index}.mjs`, source);
    const ended = await harness.folder.run(`case-${index}.mjs`, { node: path, monitored: false, env: { TOCSIN_DSN: harness.intake.dsn(project) } });
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout });
    expect(ended.stderr).toMatch(stderr);
    expect(harness.intake.events(project)).toMatchObject([{ exception: { values: [{ value: 'boom', mechanism: { handled: false } }] } }]);
  });
});
