import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, freemem, release, totalmem, type, uptime } from 'node:os';
import type { Context, Event } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { cloudResource } from './cloud-resource';
import { readCulture } from './culture';

/** Asks at the first event that wants to know, and then no more: a process that never fails pays nothing. */
const once = <T>(ask: () => T): (() => T | undefined) => {
  let answer: { readonly value: T | undefined } | undefined;
  return () => (answer ??= { value: attemptOr<T | undefined>(undefined, ask) }).value;
};

/** So long figures that change are taken for those of the moment, milliseconds: asking the system takes 10 µs, a third of a capture. */
const FRESH = 1000;

/** Asks again when the last answer is no longer fresh. What was answered never changes, so that an event can hold it. */
const lately = <T>(ask: () => T): (() => T | undefined) => {
  let answer: T | undefined;
  let until = 0;
  return () => {
    if (performance.now() < until) return answer;
    until = performance.now() + FRESH;
    return (answer = attemptOr<T | undefined>(undefined, ask));
  };
};

/** `Debian GNU/Linux 12 (bookworm)`, from the file that systemd has standardised; other systems have none. */
const prettyName = (): string | undefined => /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

/** A runtime with rights (Deno) may refuse to tell. */
const allowed = <T>(ask: () => T): T | undefined => attemptOr<T | undefined>(undefined, ask);

/** Bun and Deno say of themselves which Node they are like, and who they are. */
export const runtimeIn = ({ bun, deno, node }: Readonly<Record<string, string | undefined>>): Context =>
  bun !== undefined ? { name: 'bun', version: bun } : deno !== undefined ? { name: 'deno', version: deno } : { name: 'node', version: `v${node}` };

/**
 * What runs where, as contexts of every event. All of it stands behind getters: the gate reads them when an
 * event passes, so that a process which never fails has not asked the system.
 */
export const createContexts = (env: NodeJS.ProcessEnv): NonNullable<Event['contexts']> => {
  const started = once(() => ago(process.uptime()));
  const machine = once(() => ({
    arch: allowed(arch),
    memory_size: allowed(totalmem),
    processor_count: allowed(availableParallelism),
    boot_time: allowed(() => ago(uptime())),
    cpu_description: allowed(() => cpus()[0]?.model),
  }));
  const cloud = allowed(() => cloudResource(env));
  const parts = {
    runtime: once(() => runtimeIn(process.versions)),
    app: lately(() => ({ app_start_time: started(), app_memory: allowed(process.memoryUsage.rss) })),
    os: once(() => ({ name: allowed(type), version: allowed(release), distribution_pretty_name: allowed(prettyName) })),
    device: lately(() => ({ ...machine(), free_memory: allowed(freemem) })),
    culture: once(() => readCulture(env)),
    ...(cloud && { cloud_resource: () => cloud }),
  };
  return Object.defineProperties({}, Object.fromEntries(Object.entries(parts).map(([name, get]) => [name, { get, enumerable: true }])));
};
