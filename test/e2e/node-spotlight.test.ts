import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './free-port';
import { useHarness } from './harness';
import type { Watched } from './watch';
import { SLACK, WATCH } from './watch';

// What becomes of the copy for Spotlight when the process ends; with a real one: spotlight.test.ts.

const app = useHarness();
/** Its project is empty: that of a path that names none. */
let spotlight: Intake;
let hanging: Intake;
const urlOf = ({ dsn }: Intake): string => `${new URL(dsn()).origin}/stream`;

beforeAll(async () => {
  spotlight = await startIntake();
  hanging = await startIntake({ hangs: () => true });
});
afterAll(() => Promise.all([spotlight.close(), hanging.close()]));

/** An address where nobody listens. */
const nowhere = async (): Promise<string> => `http://127.0.0.1:${await freePort()}/stream`;

const ENDS = [
  { end: 'an uncaught error', code: 1, body: (text: string) => `throw new Error('${text}');` },
  { end: 'a rejection', code: 1, body: (text: string) => `void Promise.reject(new Error('${text}'));` },
  { end: 'process.exit', code: 0, body: (text: string) => `captureException(new Error('${text}')); process.exit(0);` },
  { end: 'process.exit in a later listener', code: 0, body: (text: string) => `process.on('exit', () => captureException(new Error('${text}'))); process.exit(0);` },
  { end: 'a natural end', code: 0, body: (text: string) => `captureException(new Error('${text}'));` },
] as const;

interface Surroundings {
  readonly dsn?: string;
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
}

let runs = 0;

const run = async (body: string, { dsn, url, env = {} }: Surroundings) => {
  const file = `ends-${runs++}.cjs`;
  app.folder.write(file, `const { captureException } = require('#monitoring');\n${WATCH}${body}`);
  const ended = await app.folder.run(file, { node: process.execPath, monitored: true, env: { INIT_OPTIONS: '{}', TOCSIN_SPOTLIGHT: url, ...(dsn !== undefined && { TOCSIN_DSN: dsn }), ...env } });
  const watched: Watched = JSON.parse(ended.stdout);
  return { ...ended, ...watched };
};

const textsAt = (intake: Intake, project: string): readonly (string | undefined)[] => intake.events(project).map(({ exception }) => exception?.values?.[0]?.value);

const SERVERS = [
  { server: 'takes it', dsn: () => app.intake.dsn() },
  { server: 'hangs', dsn: () => hanging.dsn() },
  { server: 'refuses', dsn: () => 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' },
] as const;

describe.each(ENDS)('at $end', ({ end, code, body }) => {
  it.each(SERVERS)('Spotlight has a copy of what the server $server', async ({ server, dsn }) => {
    const text = `${end}, ${server}`;
    const ended = await run(body(text), { dsn: dsn(), url: urlOf(spotlight) });
    expect(ended).toMatchObject({ code, signal: null, stderr: expect.not.stringContaining('[tocsin]') });
    expect(textsAt(spotlight, '').filter((value) => value === text)).toEqual([text]);
    expect(ended.stood).toBeLessThanOrEqual((server === 'hangs' ? 1000 : 100) + SLACK);
  });

  it.each([
    { way: 'is no server', env: {} },
    { way: 'is none, but a proxy', env: { http_proxy: 'http://127.0.0.1:9' } },
  ])('Spotlight has it where there $way', async ({ way, env }) => {
    const text = `${end}, ${way}`;
    expect(await run(body(text), { url: urlOf(spotlight), env })).toMatchObject({ code, stderr: expect.not.stringContaining('[tocsin]') });
    expect(textsAt(spotlight, '').filter((value) => value === text)).toEqual([text]);
  });

  it('a Spotlight that hangs takes nothing from the server, and no more time than one that does', async () => {
    const text = `${end}, Spotlight hangs`;
    const ended = await run(body(text), { dsn: app.intake.dsn('kept'), url: urlOf(hanging) });
    expect(ended).toMatchObject({ code, signal: null });
    expect(textsAt(app.intake, 'kept')).toContain(text);
    expect(ended.stood).toBeLessThanOrEqual(1000 + SLACK);
    expect((await run(body(text), { dsn: hanging.dsn(), url: urlOf(hanging) })).stood).toBeLessThanOrEqual(1000 + SLACK);
  });

  it('a Spotlight that is not there costs a line', async () => {
    const text = `${end}, no Spotlight`;
    const ended = await run(body(text), { dsn: app.intake.dsn('alone'), url: await nowhere() });
    expect(ended).toMatchObject({ code, signal: null, stderr: expect.stringContaining('[tocsin] T1008: Spotlight does not take its copy') });
    expect(textsAt(app.intake, 'alone')).toContain(text);
    expect(ended.stood).toBeLessThanOrEqual(100 + SLACK);
    expect((await run(body(text), { url: await nowhere() })).stderr.split('T1008')).toHaveLength(2);
  });
});

it('nothing to send costs nothing', async () => {
  const { stood } = await run('process.exit(0);', { dsn: hanging.dsn(), url: urlOf(hanging) });
  expect(stood).toBeLessThanOrEqual(SLACK);
});
