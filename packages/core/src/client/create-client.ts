import { createCache } from '../base/cache';
import type { Report } from '../base/diagnostics';
import { createEventId, issueNumber, NO_EVENT_ID, randomEventId } from '../base/error-hash';
import { callHook } from '../base/fences';
import { createLedger } from '../base/ledger';
import { copyBag } from '../base/read';
import { rememberStacks } from '../event/stack';
import { createFilter } from '../stages/filters';
import type { GateOptions } from '../stages/gate';
import { createPipeline } from '../stages/pipeline';
import { createScrubber } from '../stages/scrubber';
import type { Admitted, Draft } from '../stages/stage';
import type { Destination } from '../transport/post';
import { Transport } from '../transport/transport';
import { takeAttachments } from './attachments';
import type { Capturer } from './capturer';
import { createCapturer } from './capturer';
import { destinationOf, usableOptions } from './check-options';
import type { Client, ClientOptions, UsableOptions } from './client';
import { constantPart } from './constant-part';
import { eventParcel } from './event-parcel';
import { filteredTeller } from './filtered-teller';
import { chosenIntegrations, createInstalled } from './integrations';
import { createParts } from './parts';
import { createRecentIds } from './recent-ids';
import { createReporter } from './reporter';
import type { Runtime } from './runtime';
import { samplingContext } from './sampling-context';

/** Bytes of one event, as ASCII JSON, at most: far below the 1 MiB that servers take, and more than a person could read. */
const MAX_EVENT_LENGTH = 200_000;

/** How many event ids are remembered, at least: the time between a failure and the page that shows its hash is short. */
const REMEMBERED_IDS = 1000;

/** Issues whose number (see `issueNumber`) is remembered, at most: to work it out anew takes as long as the rest of an id. */
const MAX_NUMBERS = 1000;

/** How long `flush` and `close` wait when they are not told, milliseconds; the field's default. */
const DEFAULT_FLUSH_TIMEOUT = 2000;

/**
 * Makes a client and installs its integrations. Nothing of it is global: to make it the one that
 * `captureException` and its like use, call `initClient` (see `platform`). Bad options are answered
 * with one line each; it never throws. `onClosed` is told when nothing of the client is left.
 */
export const createClient = (given: ClientOptions, runtime: Runtime, onClosed?: (client: Client) => void): Client => {
  const copy: ClientOptions = copyBag(given);
  const report = createReporter(runtime.report, copy);
  const options = usableOptions(copy, report);
  const destination = destinationOf(options, runtime.sdk, report);
  const engine = destination && createEngine({ options, runtime, report, destination });
  let open = engine !== undefined;
  /** Gives up hooks that still run, and has everything that was collected handed over: what comes later is too late. */
  const finish = (): void => {
    engine?.made()?.abandonHooks();
    engine?.handOver();
  };

  const client: Client = {
    getOptions: () => options,
    getDestination: () => destination,
    now: () => runtime.now(),
    newId: () => randomEventId((count) => runtime.randomBytes(count)),
    isEnabled: () => open,
    capture: (occurrence, hint, scope) => (open && engine?.capturer().capture({ occurrence, hint, scope })) || NO_EVENT_ID,
    hasTaken: (eventId) => engine?.taken.has(eventId) ?? false,
    isRepresentative: (eventId) => engine?.made()?.isRepresentative(eventId) ?? false,
    afterHooks: async (eventId) => void (await engine?.made()?.afterHooks(eventId)),
    addEventProcessor: (processor) => void engine?.processors.add(processor),
    addIntegration: (integration) => open && engine?.install(client, integration),
    getIntegrationByName: ((name) => engine?.byName(name)) as Client['getIntegrationByName'], // the app knows which it is by its name
    part: (create) => (open && engine ? engine.parts.of(create, { client, runtime, ...engine }) : undefined),
    stats: () => engine?.ledger.stats() ?? {},
    async flush(timeout) {
      if (!engine) return true;
      engine.handOver();
      return engine.transport.flush(typeof timeout === 'number' ? timeout : DEFAULT_FLUSH_TIMEOUT, Promise.resolve(engine.made()?.afterHooks()).then(engine.handOver));
    },
    async close(timeout) {
      const flushed = await client.flush(timeout);
      open = false;
      engine?.uninstall();
      finish();
      engine?.made()?.stop();
      engine?.transport.close();
      onClosed?.(client);
      return flushed;
    },
    flushSync(post) {
      finish();
      engine?.transport.flushSync(post);
    },
    report,
  };
  if (engine) for (const integration of chosenIntegrations(options, report)) engine.install(client, integration);
  return client;
};

interface EngineParts {
  readonly options: UsableOptions;
  readonly runtime: Runtime;
  readonly report: Report;
  readonly destination: Destination;
}

/** The moving parts of a client that has somewhere to send to, wired together. */
const createEngine = ({ options, runtime, report, destination }: EngineParts) => {
  const ledger = createLedger((drop) => {
    transport.noteDrop(drop);
    // In a flood there are many, and nearly always nobody to read it.
    if (options.debug) report({ code: 'T3001', detail: `${drop.quantity} × ${drop.category}: ${drop.reason}` });
    // The app's own ear is user code: what it throws stays with it.
    callHook(report, 'onDrop', () => options.onDrop?.(drop));
  });
  const taken = createRecentIds(REMEMBERED_IDS);
  // Here, because what is wrong with the app's patterns is said at the start.
  const isIgnored = createFilter(options, runtime.platform, report);
  const shared = { ...options, isIgnored, destination, report, ledger, platform: runtime, taken, post: runtime.createPost(destination) };
  const transport = runtime.makeTransport?.(shared) ?? new Transport(shared);
  const parts = createParts(report);
  const deliver = (finished: Draft | Admitted): void => {
    const { scope, occurrence, hint }: Partial<Draft> = finished;
    const isRecord = occurrence?.kept !== undefined;
    const parcel = eventParcel(finished, {
      trace: scope?.trace && samplingContext(scope.trace, { options, destination }),
      attachments: isRecord ? [] : takeAttachments(hint?.attachments, { bounds, ledger }, report),
      isRecord,
      json: bounds().memory?.write,
    });
    const { id, issue, items } = parcel;
    taken.add(id);
    // Without its files, because a thousand are kept.
    if (finished.watch) finished.watch.last = { id, issue, items };
    transport.push(parcel);
    // A trailing event was heard of when it was folded.
    if ('scope' in finished) parts.hear(finished);
  };
  // What only events need (and scopes, for breadcrumbs) is made when it is first needed: most processes have none while they start.
  let walking: GateOptions | undefined;
  const bounds = (): GateOptions => (walking ??= createBounds({ options, runtime, report }));
  // What is wrong with these is said at the start.
  if (options.scrub) bounds();
  const { processors, ...integrations } = createInstalled(report);
  // Absent as long as nothing was captured.
  let made: Capturer | undefined;
  const capturer = (): Capturer => {
    if (made) return made;
    const gate = bounds();
    const parseStack = rememberStacks(gate.memory?.parser(runtime.parseStack, gate) ?? runtime.parseStack);
    const numberOf = createCache<number>(MAX_NUMBERS);
    const newId = (issue: string): string => createEventId(numberOf(issue, issueNumber), (count) => runtime.randomBytes(count));
    const stages = createPipeline({ ...shared, parseStack, constant: constantPart(options, runtime), gate, onFiltered: filteredTeller(ledger, report), processors });
    return (made = createCapturer({ ...shared, parseStack, newId, stages, deliver, hear: parts.hear }));
  };
  const handOver = (): void => {
    parts.handOver();
    made?.tellAll();
  };
  return { ...integrations, made: () => made, capturer, processors, ledger, taken, transport, parts, handOver, bounds };
};

/** How everything that leaves is walked. */
const createBounds = ({ options, runtime, report }: Omit<EngineParts, 'destination'>): GateOptions => {
  const scrubber = createScrubber(options, report, runtime.scrubRules);
  return {
    ...options,
    totalLength: MAX_EVENT_LENGTH,
    describe: runtime.describe,
    scrubber,
    beside: runtime.lookBeside?.(scrubber),
    memory: runtime.createMemory?.(),
  };
};
