import type { Report } from '../base/diagnostics';
import { randomEventId } from '../base/error-hash';
import { attempt } from '../base/fences';
import type { Drop, Ledger } from '../base/ledger';
import { createLedger } from '../base/ledger';
import { noLaterThan } from '../base/no-later-than';
import { copyBag } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { rememberStacks } from '../event/stack';
import { createAdmission } from '../stages/admit';
import type { FilteredCounts, GateOptions } from '../stages/gate';
import { createPipeline } from '../stages/pipeline';
import type { Admitted } from '../stages/admit';
import { createFlood } from '../stages/flood';
import { normalise } from '../stages/normalise';
import { createTransport } from '../transport/transport';
import { withCaptureContext } from '../scope/scope-data';
import type { Finished } from './capturer';
import { createCapturer } from './capturer';
import { destinationOf, floodRateIn, hookIn, numberIn, readOptions } from './check-options';
import type { Client, ClientOptions, PartHost } from './client';
import { constantPart } from './constant-part';
import { eventParcel } from './event-parcel';
import { chosenIntegrations, createInstalled } from './integrations';
import { defaults, MAX_EVENT_LENGTH, NO_EVENT_ID } from './options';
import { createParts } from './parts';
import { prepareBreadcrumb } from './prepare-breadcrumb';
import { createReporter } from './reporter';
import type { Destination, Runtime } from './runtime';
import { samplingContext } from './sampling-context';
import { scrubberFor } from './scrub-options';
import { createTakenIds } from './taken-ids';
import { createTrailing } from './trailing';

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
    isRepresentative: (eventId) => engine?.representatives.has(eventId) ?? false,
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
      return transport.flush(timeout, capturer.allHooks().then(handOver));
    },
    async close(timeout) {
      const flushed = await client.flush(timeout);
      open = false;
      installed.uninstall();
      engine?.capturer.abandonHooks();
      engine?.capturer.forget();
      engine?.handOver();
      engine?.trailing?.stop();
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
  const taken = createTakenIds();
  const representatives = createTakenIds();
  const transport = createTransport({
    post: runtime.createPost(destination),
    platform: runtime,
    ledger,
    report,
    onLost: taken.delete,
    clientReports: options.sendClientReports,
    capacity: numberIn('transportOptions', options.transportOptions?.bufferSize, { min: 1, report }),
  });
  const parts = createParts(report);
  const deliver = (finished: Finished, admitted: Admitted): void => {
    const { event } = finished;
    const scope = 'occurrence' in finished ? finished.scope : undefined;
    const parcel = eventParcel(event, { ...admitted, dsc: scope?.trace && samplingContext(scope.trace, { options, destination }) });
    taken.add(event.event_id);
    if (admitted.watch) admitted.watch.last = parcel;
    transport.push(parcel);
    if ('occurrence' in finished) parts.hear(finished);
  };
  const rate = floodRateIn(options, report);
  const flood = rate && createFlood(rate);
  const trailing = flood && createTrailing({ flood, ledger, platform: runtime, report, deliver });
  const parseStack = rememberStacks(runtime.parseStack);
  const sampleRate = numberIn('sampleRate', options.sampleRate, { min: 0, max: 1, report });
  const beforeSend = hookIn('beforeSend', options.beforeSend, report);
  const bounds = gateOptions(options, runtime, report);
  const admit = createAdmission({ sampleRate, flood, parseStack, now: () => runtime.now(), random: () => runtime.random(), randomBytes: (count) => runtime.randomBytes(count) });
  const capturer = createCapturer({
    admit(candidate) {
      trailing?.watch();
      const verdict = admit(candidate);
      // What chance or flood control keeps back has happened all the same.
      if ('represented' in verdict || ('drop' in verdict && verdict.drop === 'sample_rate')) parts.hear(candidate);
      return verdict;
    },
    stages: createPipeline({ parseStack, constant: constantPart(options, runtime), gate: bounds, onFiltered: filteredTeller(ledger, report), beforeSend, processors, report }),
    ledger,
    platform: runtime,
    deliver,
    onFolded(eventId) {
      taken.touch(eventId);
      representatives.add(eventId);
    },
    onBug: (error) => report({ code: 'T2003', cause: error }),
  });
  const handOver = (): void => {
    parts.handOver();
    trailing?.tellAll();
  };
  const gate: PartHost['gate'] = (value, zone, category) => normalise(value, bounds, { zone, emitted: new Set(), onFiltered: (rule) => ledger.scrubbed(category, { [rule]: 1 }) });
  return { ledger, taken, representatives, transport, capturer, trailing, parts, handOver, gate };
};

const filteredTeller =
  (ledger: Ledger, report: Report) =>
  (counts: FilteredCounts, eventId: string): void => {
    ledger.scrubbed('error', counts);
    const said = Object.entries(counts).map(([rule, count]) => `${rule} × ${count}`);
    report({ code: 'T3006', detail: `${said.join(', ')} in event ${eventId}` });
  };

const gateOptions = (options: ClientOptions, { describe }: Runtime, report: Report): GateOptions => ({
  depth: numberIn('normalizeDepth', options.normalizeDepth, { min: 0, report }) ?? defaults.normalizeDepth,
  breadth: numberIn('normalizeMaxBreadth', options.normalizeMaxBreadth, { min: 2, report }) ?? defaults.normalizeMaxBreadth,
  textLength: numberIn('maxValueLength', options.maxValueLength, { min: 16, report }) ?? defaults.maxValueLength,
  totalLength: MAX_EVENT_LENGTH,
  describe,
  scrubber: scrubberFor(options, report),
});

/** The app's own ear for drops is user code: what it throws stays with it. */
const tellDrop = (drop: Drop, { onDrop, debug }: ClientOptions, report: Report): void => {
  if (debug === true) report({ code: 'T3001', detail: `${drop.quantity} × ${drop.category}: ${drop.reason}` });
  if (!onDrop) return;
  const told = attempt(() => onDrop(drop));
  if (!told.ok) report({ code: 'T2001', detail: 'onDrop threw', cause: told.error });
};
