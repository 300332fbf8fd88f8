import type { Event } from '@tocsin/core/wire';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppFolder } from './app-folder';
import { createAppFolder, patiently } from './app-folder';

// Variables come with the errors of a real process, on every Node: those that are captured, and the one that ends it.

const BODY = `
class Cart {
  get total() { throw new Error('a getter ran'); }
  pay(card, options) {
    const lines = [1, 2];
    for (const line of lines) {
      const doubled = line * 2;
      if (line === 2) throw new RangeError('no such line');
    }
    const receipt = lines.length;
  }
}
function order(user, password) {
  const cart = new Cart();
  cart.pay('4111 1111 1111 1111', { retry: null });
}
async function ship(box) {
  await null;
  const weight = box * 2;
  throw new TypeError('too heavy');
}
// Calls of one name, of one function, and of others that make its error.
const failed = { pay: (text) => new Error(text) };
const pay = (depth) => {
  const left = depth - 1;
  if (left > 0) return [left].map((each) => pay(each))[0];
  const error = failed.pay('no money');
  throw error;
};
const twice = { pay: (depth) => pay(depth) };
const later = async (depth) => {
  await null;
  const left = depth - 1;
  if (left > 0) await later(left);
  throw new Error('in the end');
};
const main = async () => {
  try { twice.pay(2); } catch (error) { captureException(error); }
  await later(2).catch((error) => captureException(error));
  try {
    order({ name: 'eve', apiKey: 'k-1234' }, ['hun', 'ter2'].join(''));
  } catch (error) {
    captureException(new Error('wrapped', { cause: error }));
  }
  await ship(21).catch((error) => captureException(error));
  // Not by a timer: its callback is then still at hand when the stack is written, which the inspector brings forward, and so has another name.
  process.nextTick(() => order({ name: 'last' }, ['hun', 'ter2'].join('')));
};
main();
`;

/** Prints what a hook sees of the variables, and what it adds to them. */
const HOOK = `
import { captureException, close, init } from '@tocsin/node';
const seen = [];
init({
  ...JSON.parse(process.env.INIT_OPTIONS),
  beforeSend(event) {
    for (const { vars } of event.exception.values[0].stacktrace.frames) if (vars) seen.push(vars), (vars.added = 'password=hunter3');
    return event;
  },
});
const pay = (card, password) => { throw new RangeError('no such line'); };
try {
  pay('4111 1111 1111 1111', ['hun', 'ter2'].join(''));
} catch (error) {
  captureException(error);
}
process.stdout.write(JSON.stringify(seen));
await close();
`;

/** Prints how long ten thousand throws took, milliseconds. */
const STORM = `
import { close, init } from '@tocsin/node';
init(JSON.parse(process.env.INIT_OPTIONS));
const start = performance.now();
for (let n = 0; n < 10000; n++) {
  try { (function fail(number) { throw new Error('again'); })(n); } catch {}
}
process.stdout.write(String(performance.now() - start));
await close();
`;

let folder: AppFolder;
let intake: Intake;
beforeAll(async () => {
  folder = createAppFolder();
  intake = await startIntake();
  folder.write('app.mjs', `import { captureException } from '#monitoring';\n${BODY}`);
  folder.write('app.cjs', `const { captureException } = require('#monitoring');\n${BODY}`);
  folder.write('storm.mjs', STORM);
  folder.write('hook.mjs', HOOK);
});
afterAll(async () => {
  await intake.close();
  folder.remove();
});

const optionsFor = (project: string): string => JSON.stringify({ ...JSON.parse(patiently), dsn: intake.dsn(project), includeLocalVariables: true, spool: false });

/** The variables of each call that has any, the innermost first, of the error with this text. */
const variablesIn = (events: readonly Event[], text: string) =>
  events
    .flatMap(({ exception }) => exception?.values ?? [])
    .filter(({ value }) => value === text)
    .map(({ stacktrace }) => (stacktrace?.frames ?? []).flatMap(({ function: called, vars }) => (vars && called !== undefined ? [[called.replace(/^Object\./, ''), vars] as const] : [])).reverse());

/** Of a `const` above its line Node 20 knows nothing more. */
const NOT_SET = /^\[(not set yet|undefined)\]$/;

const ORDERED = (user: object) => [
  ['Cart.pay', { card: '[Filtered]', options: { retry: null }, lines: [1, 2], line: 2, doubled: 4, receipt: expect.stringMatching(NOT_SET) }],
  ['order', { user, password: '[Filtered]', cart: {} }],
];

describe.each(nodeBinaries())('with includeLocalVariables on $name', ({ name, path: node }) => {
  it.concurrent.each(['mjs', 'cjs'])('errors tell what their calls held, and the process dies as it would (%s)', async (format) => {
    const project = `${name}${format}`;
    const file = `app.${format}`;
    const bare = await folder.run(file, { node, monitored: false });
    const { code, signal, stderr } = await folder.run(file, { node, monitored: true, env: { INIT_OPTIONS: optionsFor(project) } });
    expect({ code, signal, stderr }).toEqual({ code: bare.code, signal: bare.signal, stderr: bare.stderr });

    const events = intake.events(project);
    expect(events).toHaveLength(5);
    const [caught = []] = variablesIn(events.filter(({ level }) => level !== 'fatal'), 'no such line');
    const [uncaught = []] = variablesIn(events.filter(({ level }) => level === 'fatal'), 'no such line');
    expect(caught.slice(0, 2)).toEqual(ORDERED({ name: 'eve', apiKey: '[Filtered]' }));
    expect(uncaught.slice(0, 2)).toEqual(ORDERED({ name: 'last' }));
    expect(variablesIn(events, 'too heavy')[0]?.slice(0, 1)).toEqual([['ship', { box: 21, weight: 42 }]]);
    // Between the first two stands a function without a name.
    expect(variablesIn(events, 'no money')[0]).toEqual([
      ['pay', { depth: 1, left: 0, error: '[Error: no money]' }],
      ['pay', { depth: 2, left: 1, error: expect.stringMatching(NOT_SET) }],
      ['pay', { depth: 2 }],
      ['main', {}],
    ]);
    expect(variablesIn(events, 'in the end')[0]).toEqual([['later', { depth: 1, left: 0 }]]);
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  it.concurrent('hooks see variables that are scrubbed, and what they add is scrubbed as well', async () => {
    const project = `${name}hook`;
    const { code, stdout, stderr } = await folder.run('hook.mjs', { node, monitored: false, env: { INIT_OPTIONS: optionsFor(project) } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const vars = { card: '[Filtered]', password: '[Filtered]' };
    expect(JSON.parse(stdout).at(-1)).toEqual({ ...vars, added: 'password=hunter3' });
    expect(variablesIn(intake.events(project), 'no such line')[0]?.[0]).toEqual(['pay', { ...vars, added: 'password=[Filtered]' }]);
  });

  it.concurrent('a storm of throws is soon left alone', async () => {
    const { code, stdout, stderr } = await folder.run('storm.mjs', { node, monitored: false, env: { INIT_OPTIONS: optionsFor(`${name}storm`) } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // Each alone would cost ten seconds together.
    expect(Number(stdout)).toBeLessThan(3000);
    expect(Number(stdout)).toBeGreaterThan(0);
  });

  it.concurrent('a debugger that could be attached is not disturbed', async () => {
    const project = `${name}inspect`;
    const { code } = await folder.run('app.mjs', { node, monitored: true, args: ['--inspect=127.0.0.1:0'], env: { INIT_OPTIONS: optionsFor(project) } });
    expect(code).toBe(1);
    expect(intake.events(project)).toHaveLength(5);
    expect(JSON.stringify(intake.events(project))).not.toContain('"vars"');
  });
});
