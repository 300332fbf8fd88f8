import { readFileSync } from 'node:fs';
import { fakeRuntime } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import { emptyScopeData } from '../scope/scope-data';
import { createClient } from './create-client';

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

interface Case {
  readonly name: string;
  readonly input: {
    readonly options: Readonly<Record<string, unknown>>;
    readonly type?: string;
    readonly message: string;
    readonly template?: string;
    readonly file?: string;
    readonly kept?: true;
    readonly times?: number;
  };
  readonly expected: 'sent' | 'ignored';
  readonly why: string;
}

const { cases }: { readonly cases: Readonly<Record<'ignore' | 'urls' | 'noise', readonly Case[]>> } = JSON.parse(readFileSync(new URL('../../../../test/vectors/filters.json', import.meta.url), 'utf8'));

const isPattern = (entry: unknown): entry is Pattern => typeof entry === 'object' && entry !== null && 'pattern' in entry;
const revive = (option: unknown): unknown => (Array.isArray(option) ? option.map((entry: unknown) => (isPattern(entry) ? new RegExp(entry.pattern, entry.flags) : entry)) : option);

describe.each(Object.entries(cases))('filter vectors: %s', (_group, group) => {
  it('are at least 15, each with a name of its own and a reason', () => {
    expect(group.length).toBeGreaterThanOrEqual(15);
    expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
    for (const { name, why } of group) expect(why, name).not.toBe('');
  });

  it.each(group)('$name ($why)', async ({ input: { options: { platform = 'node', ...given }, type, message, template, file, kept, times = 1 }, expected }) => {
    const options: object = Object.fromEntries(Object.entries(given).map(([name, option]) => [name, revive(option)]));
    const runtime = { ...fakeRuntime(), platform: String(platform) };
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, ...options }, runtime);
    const frame = file === undefined ? undefined : { filename: file, in_app: true };
    for (let count = 0; count < times; count++) client.capture({ ...(kept && { kept: { lend: (event) => event, restore: (changed) => changed } }), issueParts: () => ({ type, message, template, frame }), build: () => ({ message }) }, {}, emptyScopeData);
    await client.flush();
    expect(client.stats().error).toMatchObject(expected === 'sent' ? { captured: times, sent: times, dropped: {} } : { captured: times, sent: 0, dropped: { ignored: times } });
  });
});
