import { describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// The lines around a failure, of real files, also when the process dies of it.

const harness = useHarness();

const APP = (integrations: string): string => `import { captureException, contextLinesIntegration, init } from '@tocsin/node';
init({ dsn: process.env.DSN, integrations: ${integrations} });
const work = () => {
  const password = 'hunter2-and-more';
  throw new Error('boom'); // right here
};
try {
  work();
} catch (error) {
  captureException(error);
}
setTimeout(() => { throw new Error('dead'); }, 1);
`;

const run = async (name: string, integrations: string) => {
  harness.folder.write(`${name}.mjs`, APP(integrations));
  const { code } = await harness.folder.run(`${name}.mjs`, { node: process.execPath, monitored: false, env: { DSN: harness.intake.dsn(name) } });
  expect(code).toBe(1);
  const frameOf = (value: string) => harness.intake.events(name).map(({ exception }) => exception?.values.at(-1)).find((thrown) => thrown?.value === value)?.stacktrace?.frames.at(-1);
  return { captured: frameOf('boom'), dead: frameOf('dead') };
};

describe('source lines', () => {
  it('stand around each call, without secrets', async () => {
    const { captured, dead } = await run('usual', '[]');
    expect(captured).toMatchObject({
      pre_context: [expect.stringContaining('import {'), expect.stringContaining('init('), 'const work = () => {', "  const password = '[Filtered]';"],
      context_line: "  throw new Error('boom'); // right here",
      post_context: ['};', 'try {', '  work();', '} catch (error) {', '  captureException(error);'],
    });
    expect(dead).toMatchObject({ context_line: "setTimeout(() => { throw new Error('dead'); }, 1);" });
  });

  it('are as many as the app says', async () => {
    const { captured } = await run('one', '[contextLinesIntegration({ frameContextLines: 1 })]');
    expect(captured).toMatchObject({ pre_context: [expect.stringContaining('password')], context_line: expect.stringContaining('boom'), post_context: ['};'] });
  });

  it('are none without the integration', async () => {
    const { captured } = await run('none', "(defaults) => defaults.filter(({ name }) => name !== 'ContextLines')");
    expect(captured).toMatchObject({ lineno: 5 });
    expect(captured).not.toHaveProperty('context_line');
  });
});
