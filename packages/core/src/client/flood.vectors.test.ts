import { readFileSync } from 'node:fs';
import { fakeRuntime } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import { emptyScopeData } from '../scope/scope-data';
import type { Post } from '../transport/post';
import type { FloodOptions } from './client';
import { createClient } from './create-client';

/** One thing that happens, `at` milliseconds after the start. See test/vectors/README.md. */
interface Step {
  readonly at: number;
  readonly issue?: string;
  readonly type?: string;
  readonly times?: number;
  readonly kept?: true;
  readonly flush?: true;
  readonly crash?: true;
  readonly close?: true;
  readonly clock?: number;
  readonly chance?: number;
}

interface Sent {
  readonly at: number;
  readonly issue: string;
  readonly timestamp: number;
  readonly flood?: { readonly suppressed: number; readonly since: number; readonly until: number };
  readonly rate?: number;
}

interface Case {
  readonly name: string;
  readonly input: { readonly options?: false | (FloodOptions & { readonly sampleRate?: number }); readonly steps: readonly Step[]; readonly until?: number };
  readonly expected: readonly Sent[];
  readonly why: string;
}

const { cases }: { readonly cases: { readonly flood: readonly Case[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/flood.json', import.meta.url), 'utf8'));

/** Plays a case; times in milliseconds since the start, by the clock that the steps may set. */
const play = async ({ options, steps, until = 0 }: Case['input']): Promise<readonly Sent[]> => {
  const runtime = fakeRuntime();
  const start = runtime.now();
  const elapsed = (): number => runtime.now() - runtime.clockSkew - start;
  const sent: Sent[] = [];
  const since = (seconds: unknown): number => Math.round(Number(seconds) * 1000 - start);
  const take = (body: string | Uint8Array): void => {
    const event = JSON.parse(String(body).split('\n')[2] ?? '');
    const { flood, sampling } = event.contexts ?? {};
    sent.push({
      at: elapsed(),
      issue: event.message,
      timestamp: since(event.timestamp),
      ...(flood && { flood: { suppressed: flood.suppressed, since: since(flood.since), until: since(flood.until) } }),
      ...(sampling && { rate: sampling.rate }),
    });
  };
  const post: Post = (body) => {
    take(body);
    return Promise.resolve({ status: 200, header: () => undefined });
  };
  const { sampleRate, ...flood } = options === false ? { sampleRate: undefined } : { ...options };
  const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', sendClientReports: false, sampleRate, flood: options === false ? false : flood }, { ...runtime, createPost: () => post });
  for (const { at, issue = '', type = 'Error', times = issue === '' ? 0 : 1, ...step } of steps) {
    await runtime.advance(at - elapsed());
    for (let count = 0; count < times; count++) client.capture({ ...(step.kept && { kept: { lend: (event) => event, restore: (changed) => changed } }), issueParts: () => ({ type, message: issue }), build: () => ({ message: issue }) }, {}, emptyScopeData);
    if (step.clock !== undefined) runtime.clockSkew = step.clock;
    if (step.chance !== undefined) runtime.chance = step.chance;
    if (step.flush) await client.flush();
    if (step.close) await client.close();
    if (step.crash) client.flushSync((bodies) => bodies.map((body) => (take(body), { status: 200, header: () => undefined })));
  }
  await runtime.advance(until - elapsed());
  return sent;
};

describe('flood vectors', () => {
  it('are at least 25, each with a name of its own and a reason', () => {
    expect(cases.flood.length).toBeGreaterThanOrEqual(25);
    expect(new Set(cases.flood.map(({ name }) => name)).size).toBe(cases.flood.length);
    for (const { name, why } of cases.flood) expect(why, name).not.toBe('');
  });

  it.each(cases.flood)('$name ($why)', async ({ input, expected }) => {
    expect(await play(input)).toEqual(expected);
  });
});
