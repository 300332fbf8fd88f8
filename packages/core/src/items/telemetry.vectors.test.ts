import { readFileSync } from 'node:fs';
import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureEvent } from '../client/capture';
import { initClient } from '../client/init-client';
import { flush } from '../client/lifecycle';
import type { Event } from '../event/event';
import type { LogSeverityLevel } from '../event/log';
import type { MonitorConfig } from './check-in';
import { captureCheckIn } from './check-in';
import { logger } from './logger';
import type { Session } from './session';
import { endSession, startSession } from './session';

interface Case {
  readonly name: string;
  readonly input: unknown;
  readonly expected: unknown;
}

const { cases }: { readonly cases: Readonly<Record<'log-attribute' | 'log-level' | 'session-error' | 'monitor-config', readonly Case[]>> } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/telemetry.json', import.meta.url), 'utf8'),
);
const rows = (group: keyof typeof cases) => cases[group].map(({ name, input, expected }) => [name, input, expected] as const);

let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1' }, runtime);
});
afterEach(() => closeOn(runtime));

/** The last item of a type. */
const last = async (type: string): Promise<unknown> => {
  await flush();
  return runtime.server.items(type).at(-1);
};
const lastLog = async () => ((await last('log')) as { readonly items: readonly { readonly severity_number: number; readonly attributes: Readonly<Record<string, unknown>> }[] }).items[0];

describe('vectors: log-attribute', () => {
  it.each(rows('log-attribute'))('%s', async (_name, input, expected) => {
    logger.info('x', { it: input });
    expect((await lastLog())?.attributes['it'] ?? null).toEqual(expected);
  });
});

describe('vectors: log-level', () => {
  it.each(rows('log-level'))('%s', async (_name, input, expected) => {
    logger[input as LogSeverityLevel]('x');
    expect((await lastLog())?.severity_number).toBe(expected);
  });
});

describe('vectors: session-error', () => {
  it.each(rows('session-error'))('%s', async (_name, input, expected) => {
    startSession();
    captureEvent(input as Partial<Event>);
    endSession();
    await flush();
    const { status, errors } = (await last('session')) as Session;
    expect(status === 'crashed' ? 'crashed' : errors > 0 ? 'errored' : null).toBe(expected);
  });
});

describe('vectors: monitor-config', () => {
  it.each(rows('monitor-config'))('%s', async (_name, input, expected) => {
    captureCheckIn({ monitorSlug: 'a', status: 'ok' }, input as MonitorConfig);
    expect(((await last('check_in')) as { readonly monitor_config: unknown }).monitor_config).toEqual(expected);
  });
});
