import { startIntake, type Intake } from '@tocsin/kit/intake';
import { workerd } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coreCases, coreContract } from './core-contract';
import type { WorkerdApp } from './workerd-app';
import { startWorkerd } from './workerd-app';

const caseFunctions = Object.entries(coreCases).map(([name, body]) => `${JSON.stringify(name)}: async () => { ${body} }`);

const worker = `
  import { AsyncLocalStorage } from 'node:async_hooks';
  import * as tocsin from './core/index.js';
  import { authHeader, envelopeUrl, initClient } from './core/platform.js';

  const storage = new AsyncLocalStorage();
  const cases = { ${caseFunctions.join(', ')} };

  const runtime = {
    platform: 'javascript',
    sdk: { name: 'example.javascript.workerd', version: '1.0.0' },
    now: Date.now,
    after(delay, run) { const timer = setTimeout(run, delay); return () => clearTimeout(timer); },
    random: Math.random,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    scopes: { get: () => storage.getStore(), run: (scopes, body) => storage.run(scopes, body), enter: (scopes) => storage.enterWith(scopes) },
    parseStack: (stack) => [...stack.matchAll(/at (?:(\\S+) )?\\(?(\\S+?):(\\d+):(\\d+)\\)?$/gm)].reverse().map(([, name, file, line, column]) => ({ function: name, filename: file, lineno: Number(line), colno: Number(column), in_app: true })),
    describe: () => undefined,
    constant: () => ({}),
    createPost: ({ dsn, client }) => async (body) => {
      const { status, headers } = await fetch(envelopeUrl(dsn, { auth: 'header' }), { method: 'POST', headers: { 'x-sentry-auth': authHeader(dsn, client) }, body });
      return { status, header: (name) => headers.get(name) ?? undefined };
    },
    report: () => undefined,
  };

  export default {
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      const name = decodeURIComponent(pathname.slice(1));
      // In a request: timers and random bytes are not to be had before. A client for each case, so that each counts alone.
      if (searchParams.has('dsn')) initClient({ dsn: searchParams.get('dsn'), release: 'shop@1.0.0' }, runtime);
      return tocsin.withIsolationScope(async () => Response.json((await (cases[name] ?? serve)(name)) ?? null));
    },
  };

  /** A request like others of an app. */
  const serve = async (name) => {
    tocsin.setTag('path', name);
    await new Promise((resolve) => setTimeout(resolve, 5));
    tocsin.captureMessage(name);
    await tocsin.flush(15000);
  };
`;

const path = workerd();

const byText = (one: unknown, other: unknown): number => String(one).localeCompare(String(other));

describe.skipIf(path === undefined)('core on workerd', () => {
  let intake: Intake;
  let app: WorkerdApp;
  let runs = 0;
  beforeAll(async () => {
    intake = await startIntake();
    app = await startWorkerd(path ?? '', worker);
  });
  afterAll(async () => {
    await app.stop();
    await intake.close();
  });

  const ask = async (name: string, dsn?: string): Promise<unknown> => {
    const answer = await fetch(`${app.url}/${encodeURIComponent(name)}${dsn === undefined ? '' : `?dsn=${encodeURIComponent(dsn)}`}`);
    return answer.json();
  };

  coreContract(async (name, dsn) => {
    const project = String(100 + runs++);
    const answer = await ask(name, dsn ?? intake.dsn(project));
    return { answer, events: intake.events(project) };
  });

  it('gives each request a scope where it is told of it', async () => {
    await ask('zero', intake.dsn('requests'));
    await Promise.all(['one', 'two', 'three'].map((name) => ask(name)));
    const events = intake.events('requests');
    expect(events.map(({ message, tags }) => [message, tags?.['path']]).toSorted(byText)).toEqual([['one', 'one'], ['three', 'three'], ['two', 'two'], ['zero', 'zero']]);
  });
});
