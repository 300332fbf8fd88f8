import { hashFromEventId } from '@tocsin/core/wire';
import { installBugsink, startBugsink, type Bugsink } from '@tocsin/servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppFolder, type AppFolder } from './app-folder';
import { runOtherServersApp, type Ran } from './other-servers-app';

/** The first run in a clone installs it from PyPI. */
const INSTALLING = 300_000;

const venv = await installBugsink();
const isCi = process.env['CI'] === 'true';
if (!venv.ok && !isCi) console.warn(`No Bugsink on this machine: the tests with it are skipped. (${venv.problem})`);

/** What its API says of one event. */
interface Kept {
  readonly issue: string;
  readonly event_id: string;
  readonly data: { readonly level: string; readonly tags: Readonly<Record<string, string>>; readonly contexts: { readonly trace: { readonly trace_id: string } } };
  readonly stacktrace_md: string | null;
}

/** What its API says of one issue. */
interface Issue {
  readonly id: string;
  readonly calculated_type: string;
  readonly calculated_value: string;
  readonly digested_event_count: number;
}

const dashed = (id: string): string => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

describe.skipIf(!venv.ok && !isCi)('a real Bugsink', () => {
  let folder: AppFolder;
  let bugsink: Bugsink;
  let ran: Ran;
  beforeAll(async () => {
    if (!venv.ok) throw new Error(`Bugsink is not to be had: ${venv.problem}`);
    folder = createAppFolder();
    bugsink = await startBugsink(venv.bin);
    ran = await runOtherServersApp(folder, { TOCSIN_DSN: bugsink.dsn }, 30_000);
  }, INSTALLING);
  afterAll(async () => {
    await bugsink?.stop();
    folder?.remove();
  });

  const found = async (query: string): Promise<readonly Issue[]> => {
    const { results }: { readonly results: readonly Issue[] } = await bugsink.api(`issues/?project=1&q=${encodeURIComponent(query)}`);
    return results;
  };
  const kept = (id: string): Promise<Kept> => bugsink.api(`events/lookup/?project=1&event_id=${id}`);
  const told = (name: string) => ran.told.find((one) => one.name === name) ?? expect.fail(`nothing was told of ${name}`);

  it('has every event under its id, with its hash and its trace', async () => {
    expect(ran).toMatchObject({ code: 1, stderr: expect.not.stringContaining('[tocsin]') });
    const events = await Promise.all(ran.told.map(({ id }) => kept(id)));
    expect(events.map(({ event_id: id, data: { tags, contexts } }) => [id, tags['error_hash'], contexts.trace.trace_id])).toEqual(ran.told.map(({ id, hash, trace }) => [dashed(id), hash, trace]));
  });

  it('finds each by its hash, and those of a trace by the trace', async () => {
    const byHash = await Promise.all(ran.told.map(({ hash }) => found(`error_hash:${hash}`)));
    expect(byHash.map((issues) => issues.length)).toEqual(ran.told.map(() => 1));
    expect((await found(`trace:${told('message').trace}`)).map((issue) => issue.calculated_value)).toEqual(['stock is low', 'order.cancel by alice on order 17']);
  });

  it('shows them at the addresses that we document', async () => {
    const { id, hash } = told('chain');
    expect(await bugsink.page(`/issues/event/${dashed(id)}/`)).toContain('depth 1');
    const list = await bugsink.page(`/issues/1/all/?q=error_hash%3A${hash}`);
    expect(list).toContain('depth 1');
    expect(list).not.toContain('stock is low');
  });

  it('names each issue after what happened', async () => {
    const issues = await found('');
    expect(issues.map(({ calculated_type: type, calculated_value: value, digested_event_count: count }) => [type, value, count])).toEqual([
      ['RangeError', 'depth 1', 1],
      ['AggregateError', 'several', 1],
      // Of what was no error it shows where it was captured.
      ['sayText', '', 1],
      ['sayObject', '', 1],
      ['Error', 'with a file', 1],
      ['Log Message', 'stock is low', 1],
      ['Log Message', 'order.cancel by alice on order 17', 1],
      ['Error', 'uncaught', 1],
    ]);
  });

  it.each([
    ['chain', ['RangeError', 'RangeError', 'SyntaxError']],
    ['several', ['AggregateError', 'Error', 'TypeError']],
  ])('shows what an error holds after the error: %s', async (name, types) => {
    const { stacktrace_md: text } = await kept(told(name).id);
    expect(text?.match(/^# .*/gm)).toEqual(types.map((type) => `# ${type}`));
  });

  it('has what ended the process, with the hash of its id', async () => {
    const [issue] = await found('handled:false');
    const { results }: { readonly results: readonly { readonly event_id: string }[] } = await bugsink.api(`events/?issue=${issue?.id}`);
    const id = results[0]?.event_id.replaceAll('-', '') ?? '';
    expect(await kept(id)).toMatchObject({ data: { level: 'fatal', tags: { error_hash: hashFromEventId(id), shop: 'one' } } });
  });

  it('refuses nothing, and complains of nothing but what it does not know', async () => {
    const log = bugsink.log();
    expect(log).not.toContain('Traceback');
    expect(log.match(/"POST \/api\/1\/envelope\/ HTTP\/1.1" (?!200)\d+/g)).toBeNull();
    expect(new Set(log.match(/validation failed: .*/g))).toEqual(new Set([`validation failed: ["$.sdk: Additional properties are not allowed ('settings' was unexpected)"]`]));
    expect([...new Set(log.match(/(?<=envelope item: )\w+/g))].toSorted()).toEqual(['check_in', 'client_report', 'feedback', 'log', 'session']);
    expect(await bugsink.violations()).toBe('');
  });
});
