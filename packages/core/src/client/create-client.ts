import type { Report } from '../base/diagnostics';
import { createEventId, issueNumber, randomEventId } from '../base/error-hash';
import { attempt } from '../base/fences';
import type { Drop, Ledger } from '../base/ledger';
import { createLedger } from '../base/ledger';
import { noLaterThan } from '../base/no-later-than';
import { copyBag } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { rememberStacks } from '../event/stack';
import type { FilteredCounts, GateOptions } from '../stages/gate';
import type { Admitted } from '../stages/flood';
import { createPipeline } from '../stages/pipeline';
import type { Draft } from '../stages/stage';
import { createTransport } from '../transport/transport';
import { withCaptureContext } from '../scope/scope-data';
import { createCapturer } from './capturer';
import { destinationOf, floodRateIn, hookIn, numberIn, readOptions } from './check-options';
import type { Client, ClientOptions } from './client';
import { constantPart } from './constant-part';
import { eventParcel } from './event-parcel';
import { createFilter } from './filters';
import { chosenIntegrations, createInstalled } from './integrations';
import { defaults, MAX_EVENT_LENGTH, NO_EVENT_ID } from './options';
import { createParts } from './parts';
import { prepareBreadcrumb } from './prepare-breadcrumb';
import { createReporter } from './reporter';
import type { Destination } from '../transport/post';
import type { Runtime } from './runtime';
import { samplingContext } from './sampling-context';
import { createScrubber } from '../stages/scrubber';

/** How many event ids are remembered: the time between a failure and the page that shows its hash is short. */
const REMEMBERED_IDS = 1000;

/** How long `flush` and `close` wait when they are not told, milliseconds; the field's default. */
const DEFAULT_FLUSH_TIMEOUT = 2000;

/**
 * Makes a client and installs its integrations. Nothing of it is global: to make it the one that
 * `captureException` and its like use, call `initClient` (see `platform`). Bad options are answered
 * with one line each; it never throws. `onClosed` is told when nothing of the client is left.
 */
export const createClient = (given: ClientOptions, runtime: Runtime, onClosed?: (client: Client) => void): Client => {
  const options = readOptions(given);
  const report = createReporter(runtime.report, options.debug === true);
  const destination = destinationOf(options, runtime, report);
  const installed = createInstalled(report);
  const engine = destination && createEngine({ options, runtime, report, destination, processors: installed.processors });
  let open = engine !== undefined;

  const client: Client = {
    getOptions: () => options,
    getDestination: () => destination,
    now: () => runtime.now(),
    newId: () => randomEventId((count) => runtime.randomBytes(count)),
    isEnabled: () => open,
    capture(occurrence, hint, scope) {
      if (!open || !engine) return NO_EVENT_ID;
      return engine.capturer.capture({ occurrence, hint, scope: withCaptureContext(scope, hint.captureContext) });
    },
    prepareBreadcrumb: (crumb, hint) => prepareBreadcrumb({ timestamp: toEpochSeconds(runtime.now()), ...copyBag(crumb) }, hint, { options, report }),
    hasTaken: (eventId) => engine?.taken.has(eventId) ?? false,
    isRepresentative: (eventId) => engine?.capturer.isRepresentative(eventId) ?? false,
    async afterHooks(eventId, atMost) {
      const through = engine?.capturer.afterHooks(eventId) ?? Promise.resolve();
      await (atMost === undefined ? through : noLaterThan(through, atMost, runtime));
    },
    addEventProcessor: installed.addProcessor,
    addIntegration: (integration) => installed.install(client, integration),
    part: (create) => (open ? engine?.parts.of(create, { client, runtime, ...engine }) : undefined),
    stats: () => engine?.ledger.stats() ?? {},
    flush(atMost) {
      const timeout = typeof atMost === 'number' ? atMost : DEFAULT_FLUSH_TIMEOUT;
      if (!engine) return Promise.resolve(true);
      const { capturer, handOver, transport } = engine;
      handOver();
      return transport.flush(timeout, capturer.afterHooks().then(handOver));
    },
    async close(timeout) {
      const flushed = await client.flush(timeout);
      open = false;
      installed.uninstall();
      engine?.capturer.abandonHooks();
      engine?.handOver();
      engine?.capturer.stop();
      engine?.transport.close();
      onClosed?.(client);
      return flushed;
    },
    flushSync(post) {
      engine?.capturer.abandonHooks();
      engine?.handOver();
      engine?.transport.flushSync(post);
    },
    report,
  };
  if (engine) chosenIntegrations(options, report).forEach((integration) => installed.install(client, integration));
  return client;
};

interface EngineParts {
  readonly options: ClientOptions;
  readonly runtime: Runtime;
  readonly report: Report;
  readonly destination: Destination;
  readonly processors: ReturnType<typeof createInstalled>['processors'];
}

/** The moving parts of a client that has somewhere to send to, wired together. */
const createEngine = ({ options, runtime, report, destination, processors }: EngineParts) => {
  const ledger = createLedger((drop) => {
    transport.noteDrop(drop);
    tellDrop(drop, options, report);
  });
  const taken = new Set<string>();
  const transport = createTransport({
    post: runtime.createPost(destination),
    platform: runtime,
    ledger,
    report,
    onLost: (id) => taken.delete(id),
    clientReports: options.sendClientReports,
    capacity: numberIn('transportOptions', options.transportOptions?.bufferSize, { min: 1, report }),
  });
  const parts = createParts(report);
  const newId = (issue: string) => createEventId(issueNumber(issue), (count) => runtime.randomBytes(count));
  const deliver = (finished: Draft | Admitted): void => {
    const dsc = 'scope' in finished && finished.scope.trace && samplingContext(finished.scope.trace, { options, destination });
    const parcel = eventParcel(finished, dsc || undefined);
    taken.add(parcel.id);
    for (const oldest of taken) {
      if (taken.size <= REMEMBERED_IDS) break;
      taken.delete(oldest);
    }
    if (finished.watch) finished.watch.last = parcel;
    transport.push(parcel);
    if ('scope' in finished) parts.hear(finished);
  };
  const parseStack = rememberStacks(runtime.parseStack);
  const sampleRate = numberIn('sampleRate', options.sampleRate, { min: 0, max: 1, report });
  const beforeSend = hookIn('beforeSend', options.beforeSend, report);
  const bounds = gateOptions(options, runtime, report);
  const capturer = createCapturer({
    rate: floodRateIn(options, report),
    sampleRate,
    isIgnored: createFilter(options, runtime.platform, report),
    parseStack,
    newId,
    stages: createPipeline({ parseStack, constant: constantPart(options, runtime), gate: bounds, onFiltered: filteredTeller(ledger, report), beforeSend, processors, report }),
    ledger,
    platform: runtime,
    report,
    deliver,
    taken,
    hear: parts.hear,
  });
  const handOver = (): void => {
    parts.handOver();
    capturer.tellFolded();
  };
  return { ledger, taken, transport, capturer, parts, handOver, bounds };
};

const filteredTeller =
  (ledger: Ledger, report: Report) =>
  (counts: FilteredCounts, eventId: string): void => {
    const said = Object.entries(counts).map(([rule, count]) => {
      ledger.scrubbed('error', rule, count);
      return `${rule} × ${count}`;
    });
    report({ code: 'T3006', detail: `${said.join(', ')} in event ${eventId}` });
  };

const gateOptions = (options: ClientOptions, { describe }: Runtime, report: Report): GateOptions => ({
  depth: numberIn('normalizeDepth', options.normalizeDepth, { min: 0, report }) ?? defaults.normalizeDepth,
  breadth: numberIn('normalizeMaxBreadth', options.normalizeMaxBreadth, { min: 2, report }) ?? defaults.normalizeMaxBreadth,
  textLength: numberIn('maxValueLength', options.maxValueLength, { min: 16, report }) ?? defaults.maxValueLength,
  totalLength: MAX_EVENT_LENGTH,
  describe,
  scrubber: createScrubber(options, report),
});

/** The app's own ear for drops is user code: what it throws stays with it. */
const tellDrop = (drop: Drop, { onDrop, debug }: ClientOptions, report: Report): void => {
  if (debug === true) report({ code: 'T3001', detail: `${drop.quantity} × ${drop.category}: ${drop.reason}` });
  if (!onDrop) return;
  const told = attempt(() => onDrop(drop));
  if (!told.ok) report({ code: 'T2001', detail: 'onDrop threw', cause: told.error });
};
