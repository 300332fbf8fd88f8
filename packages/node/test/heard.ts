import type { ClientOptions, Event } from '@tocsin/core';
import { flush } from '@tocsin/core';
import { initClient } from '@tocsin/core/platform';
import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime } from '@tocsin/kit';
import { createAsyncScopeStore } from '../src/scope-store';

/** One structured log, its attributes as plain values. */
export interface HeardLog {
  readonly level: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A client, and what its server gets. */
export interface Heard {
  readonly runtime: FakeRuntime;
  /** All that was captured, after a flush. */
  readonly events: () => Promise<readonly Event[]>;
  readonly logs: () => Promise<readonly HeardLog[]>;
  readonly stop: () => Promise<unknown>;
}

interface Container {
  readonly items: readonly { readonly level: string; readonly body: string; readonly attributes: Readonly<Record<string, { readonly value: unknown }>> }[];
}

/** Starts a client whose scopes follow asynchronous code, as Node's do. */
export const hear = (options: ClientOptions = {}): Heard => {
  const runtime = fakeRuntime({ scopes: createAsyncScopeStore() });
  const client = initClient({ dsn: 'https://k@example.com/1', ...options }, runtime);
  return {
    runtime,
    async events() {
      await flush();
      return runtime.server.events();
    },
    async logs() {
      await flush();
      return runtime.server.items('log').flatMap((container) =>
        // What core puts into the container.
        (container as Container).items.map(({ level, body, attributes }) => ({ level, body, attributes: Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value])) })),
      );
    },
    stop: () => client.close(),
  };
};
