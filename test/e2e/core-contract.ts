import type { Event } from '@tocsin/core/wire';
import { expect, it } from 'vitest';
import { startTroubleServer } from './trouble-server';

/** What the core promises wherever it runs: bodies of async functions, whose answer is told as JSON. `tocsin` is the package. */
export const coreCases = {
  capture: `const fail = () => { throw new TypeError('no such order'); };
    tocsin.setTag('shop', 'one');
    tocsin.addBreadcrumb({ message: 'opened the cart' });
    try { fail(); } catch (error) { tocsin.captureException(error, { user: { id: '7' } }); }
    await tocsin.flush(15000);`,
  scopes: `const work = (name) => tocsin.withIsolationScope(async () => {
      tocsin.setTag('job', name);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await null;
      tocsin.captureMessage(name);
    });
    await Promise.all(['first', 'second', 'third'].map(work));
    await tocsin.flush(15000);`,
  secrets: `tocsin.captureException(new Error('connect postgres://shop:hunter2-secret@db/orders'), { extra: { password: 'hunter2-secret' } });
    await tocsin.flush(15000);`,
  text: `const sellOut = () => { tocsin.captureException('only text'); };
    const deep = (calls) => { if (calls > 0) deep(calls - 1); else sellOut(); };
    deep(20);
    await tocsin.flush(15000);`,
  causes: `const first = new RangeError('no such row');
    const group = new AggregateError([new Error('one shard', { cause: first }), 'other shard'], 'no shard answers');
    tocsin.captureException(new Error('order not saved', { cause: group }));
    await tocsin.flush(15000);`,
  'values that resist': `const circle = { deep: new Map([['n', 1n]]), get broken() { throw new Error('getter'); } };
    circle.self = circle;
    tocsin.captureException(new Proxy({}, { get: () => { throw new Error('trap'); }, ownKeys: () => { throw new Error('trap'); } }));
    tocsin.captureMessage('odd', { extra: { circle } });
    await tocsin.flush(15000);`,
  flood: `tocsin.captureMessage('rare');
    for (let n = 0; n < 1000; n++) tocsin.captureException(new Error('common'));
    await tocsin.flush(15000);
    return tocsin.stats().error;`,
  dropped: `tocsin.getIsolationScope().addEventProcessor((event) => (event.message === 'unwanted' ? null : event));
    for (const message of ['unwanted', 'wanted', 'unwanted']) tocsin.captureMessage(message);
    await tocsin.flush(15000);
    return tocsin.stats().error;`,
  'continued trace': `return tocsin.continueTrace({ sentryTrace: 'd4cda95b652f4a1592b449d5929fda1b-6e0c63257de34c92-1' }, () => {
      tocsin.captureMessage('continued');
      return tocsin.flush(15000).then(() => tocsin.getTraceData());
    });`,
  outage: `tocsin.captureMessage('during the outage');
    await tocsin.flush(20000);
    return tocsin.stats().error;`,
};

export type CoreCase = keyof typeof coreCases;

/** What a case left: what arrived, and what its body answered. */
export interface CaseResult {
  readonly events: readonly Event[];
  readonly answer: unknown;
}

/** How a runtime runs a case: with `release` 'shop@1.0.0', in a scope of its own, to the DSN if one is given. */
export type RunCase = (name: CoreCase, dsn?: string) => Promise<CaseResult>;

const byText = (one: unknown, other: unknown): number => String(one).localeCompare(String(other));
const framesOf = (event: Event | undefined) => event?.exception?.values[0]?.stacktrace?.frames ?? [];
const only = (events: readonly Event[]): Event | undefined => {
  expect(events).toHaveLength(1);
  return events[0];
};

/** Tells of what is captured, as it is, and of nothing that is to stay. */
const itDescribes = (run: RunCase): void => {
  it('captures, with the place and the scopes', async () => {
    const event = only((await run('capture')).events);
    expect(event).toMatchObject({ release: 'shop@1.0.0', tags: { shop: 'one' }, user: { id: '7' }, exception: { values: [{ type: 'TypeError', value: 'no such order' }] } });
    expect(event?.breadcrumbs?.values).toMatchObject([{ message: 'opened the cart' }]);
    expect(framesOf(event).at(-1)).toMatchObject({ function: 'fail', filename: expect.stringMatching(/(capture\.mjs|worker\.js)$/), in_app: true });
  });

  it('lets no secret out', async () => {
    expect(JSON.stringify(only((await run('secrets')).events))).not.toContain('hunter2');
  });

  it('says where a text was captured, and nothing of ours', async () => {
    const frames = framesOf((await run('text')).events[0]);
    expect(frames.slice(-3).map((frame) => frame.function)).toEqual(['deep', 'deep', 'sellOut']);
  });

  it('tells causes and groups as a tree', async () => {
    const values = only((await run('causes')).events)?.exception?.values ?? [];
    const tree = values.toReversed().map(({ type, value, mechanism }) => [type, value, mechanism?.exception_id, mechanism?.parent_id]);
    expect(tree).toEqual([['Error', 'order not saved', 0, undefined], ['AggregateError', 'no shard answers', 1, 0], ['Error', 'one shard', 2, 1], ['RangeError', 'no such row', 3, 2], ['Error', 'other shard', 4, 1]]);
  });

  it('takes values that resist', async () => {
    const { events } = await run('values that resist');
    expect(events).toHaveLength(2);
    expect(events.find(({ message }) => message === 'odd')?.extra?.['circle']).toMatchObject({ deep: expect.anything() });
  });
};

/** Keeps pieces of work apart, and follows them. */
const itKeepsApart = (run: RunCase): void => {
  it('keeps scopes apart through timers and promises', async () => {
    const { events } = await run('scopes');
    expect(events.map(({ message, tags }) => [message, tags?.['job']]).toSorted(byText)).toEqual([['first', 'first'], ['second', 'second'], ['third', 'third']]);
  });

  it('continues a trace, and hands it on', async () => {
    const { events, answer } = await run('continued trace');
    expect(only(events)?.contexts?.['trace']).toMatchObject({ trace_id: 'd4cda95b652f4a1592b449d5929fda1b', parent_span_id: '6e0c63257de34c92' });
    expect(answer).toMatchObject({ 'sentry-trace': expect.stringMatching(/^d4cda95b652f4a1592b449d5929fda1b-[0-9a-f]{16}/) });
  });
};

/** Loses nothing that it does not count. */
const itCounts = (run: RunCase): void => {
  it('folds a flood into a few events with true counts', async () => {
    const { events, answer } = await run('flood');
    expect(events.filter(({ message }) => message === 'rare')).toHaveLength(1);
    expect(events.length).toBeLessThan(200);
    expect(answer).toMatchObject({ captured: 1001, pending: 0, dropped: {} });
    const { sent, folded } = answer as { sent: number; folded: number };
    expect({ sent, all: sent + folded }).toEqual({ sent: events.length, all: 1001 });
  });

  it('counts what a hook drops', async () => {
    const { events, answer } = await run('dropped');
    expect(only(events)).toMatchObject({ message: 'wanted' });
    expect(answer).toMatchObject({ captured: 3, sent: 1, dropped: { event_processor: 2 } });
  });

  it('tries again what the server could not take', async () => {
    const server = await startTroubleServer();
    try {
      await server.be('503');
      // Well again once it has turned one away, however late that is.
      const recovery = setInterval(() => {
        if (server.arrivals.length === 0) return;
        clearInterval(recovery);
        void server.be('well');
      }, 20);
      const { answer } = await run('outage', server.dsn);
      clearInterval(recovery);
      // The first of them was answered 503.
      expect(server.arrivals.length).toBeGreaterThan(1);
      expect(new Set(server.arrivals.map(({ event_id: id }) => id)).size).toBe(1);
      expect(server.repeated).toEqual([]);
      expect(answer).toMatchObject({ captured: 1, sent: 1, pending: 0, dropped: {} });
    } finally {
      await server.close();
    }
  });
};

/** The same promises on every runtime. */
export const coreContract = (run: RunCase): void => {
  itDescribes(run);
  itKeepsApart(run);
  itCounts(run);
};
