import { readFileSync } from 'node:fs';
import { fakeRuntime } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import { messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import { createClient } from './create-client';

interface Case {
  readonly name: string;
  readonly input: { readonly rate?: number; readonly chance: number; readonly kept?: true };
  readonly expected: { readonly sent: boolean; readonly rate?: number };
  readonly why: string;
}

const { cases }: { readonly cases: { readonly sampling: readonly Case[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/sampling.json', import.meta.url), 'utf8'));

describe('sampling vectors', () => {
  it('are at least 10, each with a name of its own and a reason', () => {
    expect(cases.sampling.length).toBeGreaterThanOrEqual(10);
    expect(new Set(cases.sampling.map(({ name }) => name)).size).toBe(cases.sampling.length);
    for (const { name, why } of cases.sampling) expect(why, name).not.toBe('');
  });

  it.each(cases.sampling)('$name ($why)', async ({ input: { rate, chance, kept }, expected }) => {
    const runtime = fakeRuntime();
    runtime.chance = chance;
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sampleRate: rate, sendClientReports: false }, runtime);
    client.capture({ ...messageOccurrence('x', 'error'), ...(kept && { kept: { lend: (event) => event, restore: (changed) => changed } }) }, {}, emptyScopeData);
    await client.flush();
    const [event] = runtime.server.events();
    expect({ sent: event !== undefined, ...(event?.contexts?.['sampling'] && { rate: event.contexts['sampling']['rate'] }) }).toEqual(expected);
    expect(client.stats().error).toMatchObject(expected.sent ? { sent: 1 } : { dropped: { sample_rate: 1 } });
  });
});
