import { startIntake, type Intake } from '@tocsin/kit/intake';
import { workerd } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkerdApp } from './workerd-app';
import { startWorkerd } from './workerd-app';

const worker = (dsn: string): string => `
  import { AsyncLocalStorage } from 'node:async_hooks';
  import { captureException, flush, setTag, stats, withIsolationScope } from './core/index.js';
  import { authHeader, envelopeUrl, initClient } from './core/platform.js';

  const storage = new AsyncLocalStorage();
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

  let started = false;
  export default {
    async fetch(request) {
      // Timers and random bytes are there only while a request is served.
      if (!started) initClient({ dsn: ${JSON.stringify(dsn)} }, runtime);
      started = true;
      const name = new URL(request.url).pathname.slice(1);
      return withIsolationScope(async () => {
        setTag('path', name);
        await new Promise((resolve) => setTimeout(resolve, 5));
        const fail = () => { throw new RangeError('from ' + name + ' password=hunter2-secret'); };
        try { fail(); } catch (error) { captureException(error); }
        await flush(5000);
        return Response.json(stats());
      });
    },
  };
`;

const path = workerd();

const byText = (one: unknown, other: unknown): number => String(one).localeCompare(String(other));

describe.skipIf(path === undefined)('core on workerd', () => {
  let intake: Intake;
  let app: WorkerdApp;
  beforeAll(async () => {
    intake = await startIntake();
    app = await startWorkerd(path ?? '', worker(intake.dsn()));
  });
  afterAll(async () => {
    await app.stop();
    await intake.close();
  });

  it('captures, keeps requests apart, lets no secret out, and counts', async () => {
    const answers = await Promise.all(['one', 'two', 'three'].map(async (name) => (await fetch(`${app.url}/${name}`)).json()));
    const events = intake.events();
    expect(events.map(({ tags, exception }) => [tags?.['path'], exception?.values[0]?.type]).toSorted(byText)).toEqual([['one', 'RangeError'], ['three', 'RangeError'], ['two', 'RangeError']]);
    for (const { tags, exception } of events) expect(exception?.values[0]?.value).toMatch(new RegExp(`^from ${tags?.['path']} `));
    expect(events[0]?.exception?.values[0]?.stacktrace?.frames?.at(-1)).toMatchObject({ function: 'fail', filename: 'worker.js' });
    expect(JSON.stringify(events)).not.toContain('hunter2');
    expect(answers.at(-1)).toMatchObject({ error: { captured: 3, dropped: {} } });
  });
});
