import { readFileSync } from 'node:fs';
import type { FakeRuntime, FakeSpool } from '@tocsin/kit';
import { fakeRuntime, fakeSpool, settle } from '@tocsin/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stats } from '../base/ledger';
import type { Event } from '../event/event';
import { exceptionOccurrence, messageOccurrence } from '../event/occurrence';
import { emptyScopeData } from '../scope/scope-data';
import type { Parcel } from '../transport/parcel';
import type { PostSync } from '../transport/post';
import type { OpenSpool } from '../transport/spool';
import { withSpool } from '../transport/with-spool';
import type { Client, FloodOptions, Part, PartHost } from './client';
import { createClient } from './create-client';

/** What the hook does with the next events. */
type HookBehaviour = 'pass' | 'null' | 'throw' | 'reject' | 'later' | 'never';

/** How the server answers from now on. */
type ServerBehaviour = 200 | 403 | 413 | 429 | 503 | 'refused' | 'hold' | 'release';

/** One thing that happens. See `ledger.json` in test/vectors/README.md. */
type Step =
  | { readonly capture: number; readonly issue: number }
  | { readonly distinct: number }
  | { readonly ignored: number }
  | { readonly again: number }
  | { readonly logs: number; readonly files: number }
  | { readonly clock: number }
  | { readonly hook: HookBehaviour }
  | { readonly server: ServerBehaviour }
  | { readonly advance: number }
  | { readonly chance: number }
  | { readonly spool: FakeSpool['mode'] }
  | { readonly spoil: 'discard' | 'tear' }
  | { readonly flush: true }
  | { readonly lastWords: true }
  | { readonly close: true };

/** An event in the spool from the start, with how many it stands for. */
interface Left {
  readonly suppressed: number;
  readonly files: number;
}

interface Run {
  readonly options: {
    readonly sampleRate?: number | undefined;
    readonly flood?: false | FloodOptions | undefined;
    /** Whether there is a spool; if so, what an earlier process has left in it. */
    readonly spool?: readonly Left[] | undefined;
  };
  readonly steps: readonly Step[];
}

interface Case {
  readonly name: string;
  readonly input: Run;
  readonly expected: Stats;
  readonly why: string;
}

const { cases }: { readonly cases: { readonly ledger: readonly Case[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/ledger.json', import.meta.url), 'utf8'));

/** Runs of the property: `TOCSIN_RUNS=10000` for a thorough look. */
const RUNS = Number(process.env['TOCSIN_RUNS'] ?? 500);

const upTo = (max: number) => fc.integer({ min: 1, max });
const issue = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ capture: fc.constantFrom(10, 100), issue }) },
  { weight: 1, arbitrary: fc.record({ distinct: upTo(80) }) },
  { weight: 1, arbitrary: fc.record({ ignored: upTo(5) }) },
  { weight: 1, arbitrary: fc.record({ again: upTo(5) }) },
  { weight: 1, arbitrary: fc.record({ logs: upTo(100), files: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ clock: fc.constantFrom(-3_600_000, -50, 0, 50, 3_600_000) }) },
  { weight: 5, arbitrary: fc.record({ capture: upTo(8), issue }) },
  { weight: 1, arbitrary: fc.record({ hook: fc.constantFrom<HookBehaviour>('pass', 'null', 'throw', 'reject', 'later', 'never') }) },
  { weight: 2, arbitrary: fc.record({ server: fc.constantFrom<ServerBehaviour>(200, 403, 413, 429, 503, 'refused', 'hold', 'release') }) },
  { weight: 2, arbitrary: fc.record({ advance: fc.constantFrom(0, 1, 300, 5000, 61_000) }) },
  { weight: 1, arbitrary: fc.record({ chance: fc.constantFrom(0, 0.5, 0.99) }) },
  { weight: 1, arbitrary: fc.record({ spool: fc.constantFrom<FakeSpool['mode']>('sync', 'async', 'full', 'broken') }) },
  { weight: 1, arbitrary: fc.record({ spoil: fc.constantFrom('discard' as const, 'tear' as const) }) },
  { weight: 1, arbitrary: fc.constant({ flush: true as const }) },
  { weight: 1, arbitrary: fc.constant({ lastWords: true as const }) },
  { weight: 1, arbitrary: fc.constant({ close: true as const }) },
);

const hooks: Readonly<Record<HookBehaviour, (event: Event, later: (resolve: () => void) => void) => Event | null | Promise<Event>>> = {
  pass: (event) => event,
  null: () => null,
  throw: () => {
    throw new Error('hook');
  },
  reject: () => Promise.reject(new Error('hook')),
  later: (event, later) => new Promise((resolve) => later(() => resolve(event))),
  never: () => new Promise(() => undefined),
};

/** What an event stands for, by the wire. */
const weightOf = ({ contexts }: Event): number => 1 + Number(contexts?.['flood']?.['suppressed'] ?? 0);
const sumOf = (counts: object): number => Object.values(counts).reduce((sum: number, count) => sum + Number(count), 0);
const lossesIn = (stats: Stats): number => Object.values(stats).reduce((sum, { dropped }) => sum + sumOf(dropped), 0);

/** A client in a world of its own, and what happened to it so far. */
interface World {
  readonly client: Client;
  readonly runtime: FakeRuntime;
  readonly host: PartHost | undefined;
  readonly spool: FakeSpool;
  /** Ids of what came out of it. */
  readonly adopted: ReadonlySet<string>;
  readonly captured: { error: number; log_item: number; attachment: number };
  readonly delayed: (() => void)[];
  /** Events that the last words brought to the server. */
  readonly spoken: Event[];
  hook: HookBehaviour;
  /** Losses that `onDrop` has heard of. */
  heard: number;
  closed: boolean;
  /** Nothing was given up while a request was on its way, or waited for its next try: it may still arrive, and then the server has more. */
  calm: boolean;
}

/** What the ids of these begin with. */
const LEFT = 'left';

/** What an earlier process has left. */
const leaveIn = (spool: FakeSpool, left: readonly Left[]): void => {
  const earlier = spool.open({ dsn: { scheme: 'https', publicKey: '', host: '', path: '', projectId: '' }, client: '' }, () => undefined, () => undefined);
  left.forEach(({ suppressed, files }, index) => {
    const id = `${index}`.padStart(32, LEFT);
    const event = { event_id: id, contexts: { flood: { suppressed } } };
    void earlier.keep({ id, category: 'error', issue: id, suppressed, header: { event_id: id }, items: [{ header: { type: 'event' }, payload: JSON.stringify(event) }], attachments: Array.from({ length: files }, () => ({ header: { type: 'attachment', filename: 'a' }, payload: 'a' })) });
  });
};

const createWorld = ({ sampleRate, flood, spool: left }: Run['options']): World => {
  const spool = fakeSpool();
  leaveIn(spool, left ?? []);
  const adopted = new Set<string>();
  const open: OpenSpool = (...given) => {
    const opened = spool.open(...given);
    return {
      ...opened,
      async take() {
        const taken = await opened.take();
        if (taken) adopted.add(taken.parcel.id);
        return taken;
      },
    };
  };
  const runtime = Object.assign(fakeRuntime(), { spool: left && withSpool(open) });
  const options = {
    dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7',
    sampleRate,
    flood,
    ignoreErrors: ['ignored'],
    transportOptions: { bufferSize: 5 },
    beforeSend: (event: Event) => hooks[world.hook](event, (resolve) => world.delayed.push(resolve)),
    onDrop({ quantity }: { readonly quantity: number }) {
      world.heard += quantity;
      expectIdentity(world);
    },
  };
  const client = createClient(options, runtime);
  const host = client.part((given): Part & { readonly host: PartHost } => ({ host: given }))?.host;
  const world: World = { client, runtime, host, spool, adopted, captured: { error: 0, log_item: 0, attachment: 0 }, delayed: [], spoken: [], hook: 'pass', heard: 0, closed: false, calm: true };
  return world;
};

const expectIdentity = ({ client }: World): void => {
  for (const { dropped, scrubbed: _rules, ...row } of Object.values(client.stats())) {
    expect(Object.values(row).every((count) => count >= 0)).toBe(true);
    expect(row.captured + row.adopted).toBe(row.sent + row.spooled + row.pending + row.folded + sumOf(dropped));
  }
};

const captureIn = (world: World, count: number, occurrenceOf: (index: number) => [text: string, fingerprint?: string]): void => {
  for (let index = 0; index < count; index++) {
    const [text, fingerprint] = occurrenceOf(index);
    if (!world.closed) world.captured.error++;
    world.client.capture(messageOccurrence(text, 'error'), {}, { ...emptyScopeData, ...(fingerprint !== undefined && { fingerprint: [fingerprint] }) });
  }
};

const captureAgain = (world: World, count: number): void => {
  const error = new Error('again');
  if (!world.closed) world.captured.error++;
  for (let index = 0; index < count; index++) world.client.capture(exceptionOccurrence(error, { mechanism: { type: 'generic' }, level: 'error' }), {}, emptyScopeData);
};

const sendLogs = ({ host, captured, closed }: World, quantity: number, files: number): void => {
  if (!host || closed) return;
  const attachments = Array.from({ length: files }, () => ({ header: { type: 'attachment', filename: 'a' }, payload: 'a' }));
  const parcel: Parcel = { id: '', category: 'log_item', issue: 'logs', quantity, header: {}, items: [{ header: { type: 'log' }, payload: '{}' }], attachments };
  captured.log_item += quantity;
  captured.attachment += files;
  host.ledger.move('captured', 'pending', parcel);
  host.transport.push(parcel);
};

const setServer = (world: World, behaviour: ServerBehaviour): void => {
  const { server } = world.runtime;
  if (behaviour === 'hold') {
    server.hold = true;
    world.calm = false;
  } else if (behaviour === 'release') {
    server.release();
  } else {
    server.answer = () => {
      if (behaviour === 'refused') throw new Error('refused');
      return { status: behaviour };
    };
  }
};

/** Every other body arrives. */
const speakLast =
  ({ spoken }: World): PostSync =>
  (bodies) =>
    bodies.map((body, index) => {
      if (index % 2) return undefined;
      const [, header = '', payload = ''] = String(body).split('\n');
      if (header.includes('"event"')) spoken.push(JSON.parse(payload));
      return { status: 200, header: () => undefined };
    });

const closeIn = async (world: World, timeout: number): Promise<void> => {
  const { client, runtime, spool } = world;
  // One of these may be on its way.
  if (spool.parcels().length > 0) world.calm = false;
  const closing = client.close(timeout);
  await runtime.advance(timeout);
  await closing;
};

const take = async (world: World, action: Step): Promise<void> => {
  if ('capture' in action) captureIn(world, action.capture, () => [`issue ${'abcd'[action.issue]}`]);
  else if ('distinct' in action) captureIn(world, action.distinct, () => ['x', String(world.captured.error)]);
  else if ('ignored' in action) captureIn(world, action.ignored, () => ['to be ignored']);
  else if ('again' in action) captureAgain(world, action.again);
  else if ('logs' in action) sendLogs(world, action.logs, action.files);
  else if ('clock' in action) world.runtime.clockSkew = action.clock;
  else if ('server' in action) setServer(world, action.server);
  else if ('advance' in action) await world.runtime.advance(action.advance);
  else if ('chance' in action) world.runtime.chance = action.chance;
  else if ('flush' in action) void world.client.flush(100);
  else if ('spool' in action) {
    world.spool.mode = action.spool;
    // What it cannot remove any more may come again.
    if (action.spool === 'broken') world.calm = false;
  } else if ('spoil' in action) world.spool[action.spoil]();
  else if ('hook' in action) {
    world.hook = action.hook;
    world.delayed.splice(0).forEach((resolve) => resolve());
  } else if ('lastWords' in action) {
    world.client.flushSync(speakLast(world));
    world.calm = false;
  } else if (!world.closed) {
    await closeIn(world, 10);
    world.closed = true;
  }
};

/** Lets everything happen, then closes the client; the identity holds at every step. */
const play = async ({ options, steps }: Run): Promise<Stats> => {
  const world = createWorld(options);
  const { client, runtime, captured } = world;
  for (const action of steps) {
    await take(world, action);
    expectIdentity(world);
    for (const category of ['error', 'log_item', 'attachment'] as const) expect(client.stats()[category]?.captured ?? 0).toBe(captured[category]);
  }
  await closeIn(world, 0);
  await settle();
  expectIdentity(world);
  const stats = client.stats();
  expect(Object.values(stats).map(({ pending }) => pending).filter(Boolean)).toEqual([]);
  expect(lossesIn(stats)).toBe(world.heard);
  expect(runtime.timers()).toBe(0);
  // Servers keep one event of each id; a process that lives on after its last words may send some again.
  const unique = new Map([...world.spoken, ...runtime.server.events()].map((event) => [event.event_id, weightOf(event)]));
  const delivered = [...unique.values()].reduce((sum, weight) => sum + weight, 0);
  const spooled = world.spool.parcels().filter(({ id, category }) => category === 'error' && (!id.startsWith(LEFT) || world.adopted.has(id)));
  const known = (stats.error?.sent ?? 0) + (stats.error?.folded ?? 0) - spooled.reduce((sum, { suppressed = 0 }) => sum + suppressed, 0);
  if (world.calm) expect(delivered).toBe(known);
  else expect(delivered).toBeGreaterThanOrEqual(known);
  return stats;
};

it('captured + adopted = sent + spooled + pending + folded + Σ dropped, at every step of any interleaving', async () => {
  const run = fc.record<Run>({
    options: fc.record({ sampleRate: fc.constantFrom(undefined, 0.5), flood: fc.constantFrom(undefined, false as const, { burst: 1, perSecond: 0.5 }, { burst: 3 }), spool: fc.option(fc.array(fc.record({ suppressed: fc.integer({ min: 0, max: 9 }), files: fc.integer({ min: 0, max: 2 }) }), { maxLength: 5 }), { nil: undefined }) }),
    steps: fc.array(step, { maxLength: 25 }),
  });
  await fc.assert(fc.asyncProperty(run, async (given) => void (await play(given))), { numRuns: RUNS });
}, 60_000 + RUNS * 100);

describe('ledger vectors', () => {
  it('are at least 15, each with a name of its own and a reason', () => {
    expect(cases.ledger.length).toBeGreaterThanOrEqual(15);
    expect(new Set(cases.ledger.map(({ name }) => name)).size).toBe(cases.ledger.length);
    for (const { name, why } of cases.ledger) expect(why, name).not.toBe('');
  });

  it.each(cases.ledger)('$name ($why)', async ({ input, expected }) => {
    // Rows in short: what is nothing is left out.
    const short = Object.entries(await play(input)).map(([category, { dropped, ...row }]) => [category, { ...Object.fromEntries(Object.entries(row).filter(([, count]) => count !== 0)), ...(sumOf(dropped) > 0 && { dropped }) }]);
    expect(Object.fromEntries(short)).toEqual(expected);
  });
});
