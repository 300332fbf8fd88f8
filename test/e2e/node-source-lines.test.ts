import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder } from './app-folder';

// The lines that an event shows are those that somebody wrote, as far as the process knows them.

const SOURCE = `import { captureException, close } from '#monitoring';

interface Order {
  readonly id: number;
}

const pay = (order: Order): never => {
  throw new RangeError('refused ' + order.id);
};

try {
  pay({ id: 7 });
} catch (error) {
  captureException(error);
}
await close();
`;

/** Maps of more than a line's length are what compilers write; this app is too short for one. */
const PADDING = `// ${'padding '.repeat(1000)}`;

const compile = (options: ts.CompilerOptions) =>
  ts.transpileModule(SOURCE, { fileName: 'shop.mts', compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, ...options } });

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
  const { outputText, sourceMapText = '' } = compile({ sourceMap: true });
  folder.write('shop.mts', SOURCE);
  folder.write('shop.mjs', outputText);
  folder.write('shop.mjs.map', sourceMapText);
  folder.write('inline.mjs', compile({ inlineSourceMap: true, inlineSources: true }).outputText.replace('base64,', `base64,${Buffer.from(PADDING).toString('base64')}`));
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

/** The innermost frame of the only event. */
const frameIn = (events: readonly Event[]) => events[0]?.exception?.values[0]?.stacktrace?.frames.at(-1);

describe.each(nodeBinaries())('on $name', ({ name, path: node }) => {
  it.concurrent.each([
    { file: 'shop.mjs', args: ['--enable-source-maps'], shown: 'shop.mts', line: "  throw new RangeError('refused ' + order.id);" },
    { file: 'shop.mjs', args: [], shown: 'shop.mjs', line: "    throw new RangeError('refused ' + order.id);" },
    // The map is a line of eleven thousand characters, and unreadable: the rest of the file is not.
    { file: 'inline.mjs', args: [], shown: 'inline.mjs', line: "    throw new RangeError('refused ' + order.id);" },
  ])('$file with $args shows $shown', async ({ file, args, shown, line }) => {
    const project = `${name}${file}${args.length}`.replaceAll('.', '');
    const { code, stderr } = await folder.run(file, { node, monitored: true, args, env: { INIT_OPTIONS: JSON.stringify({ dsn: intake.dsn(project), spool: false }) } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const frame = frameIn(intake.events(project));
    expect(frame).toMatchObject({ filename: expect.stringMatching(new RegExp(`/${shown}$`)), context_line: line });
    expect(frame?.pre_context?.at(-1)).toMatch(/^const pay = \(order/);
  });
});
