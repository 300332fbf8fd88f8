import type { Report } from '../base/diagnostics';
import { randomEventId } from '../base/error-hash';
import { attempt } from '../base/fences';
import type { Drop } from '../base/ledger';
import { createLedger } from '../base/ledger';
import { noLaterThan } from '../base/no-later-than';
import { copyBag } from '../base/read';
import { toEpochSeconds } from '../base/units';
import { rememberStacks } from '../event/stack';
import { createAdmission } from '../stages/admit';
import type { FilteredCounts, GateOptions } from '../stages/gate';
import { createPipeline } from '../stages/pipeline';
import { createTransport } from '../transport/transport';
import { withCaptureContext } from '../scope/scope-data';
import { createCapturer } from './capturer';
import { destinationOf, hookIn, numberIn } from './check-options';
import type { Client, ClientOptions } from './client';
import { constantPart } from './constant-part';
import { eventParcel } from './event-parcel';
import { chosenIntegrations, createInstalled } from './integrations';
import { defaults, MAX_EVENT_LENGTH } from './options';
import { prepareBreadcrumb } from './prepare-breadcrumb';
import { createReporter } from './reporter';
import type { Destination, Runtime } from './runtime';
import { samplingContext } from './sampling-context';
import { scrubberFor } from './scrub-options';
import { createTakenIds } from './taken-ids';

/** How long `flush` and `close` wait when they are not told, milliseconds; the field's default. */
const DEFAULT_FLUSH_TIMEOUT = 2000;

/** An id for what was captured while nothing can be sent. Servers refuse it, so it cannot be taken for a real one. */
export const NO_EVENT_ID = '0'.repeat(32);

/**
 * Makes a client and installs its integrations. Nothing of it is global: to make it the one that
 * `captureException` and its like use, call `initClient` (see `platform`). Bad options are answered
 * with one line each; it never throws. `onClosed` is told when nothing of the client is left.
 */
export const createClient = (options: ClientOptions, runtime: Runtime, onClosed?: (client: Client) => void): Client => {
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
    afterHooks(eventId, atMost) {
      const through = engine?.capturer.afterHooks(eventId) ?? Promise.resolve();
      return atMost === undefined ? through : noLaterThan(through, atMost, runtime);
    },
    addEventProcessor: installed.addProcessor,
    addIntegration: (integration) => installed.install(client, integration),
    stats: () => engine?.ledger.stats() ?? {},
    flush: (timeout = DEFAULT_FLUSH_TIMEOUT) => engine?.transport.flush(timeout, engine.capturer.allHooks()) ?? Promise.resolve(true),
    async close(timeout) {
      const flushed = await client.flush(timeout);
      open = false;
      installed.uninstall();
      engine?.capturer.abandonHooks();
      engine?.transport.close();
      onClosed?.(client);
      return flushed;
    },
    flushSync(post) {
      engine?.capturer.abandonHooks();
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
  const ledger = createLedger((drop) => tellDrop(drop, options, report));
  const taken = createTakenIds();
  const transport = createTransport({
    post: runtime.createPost(destination),
    platform: runtime,
    ledger,
    report,
    onLost: taken.delete,
    capacity: numberIn('transportOptions', options.transportOptions?.bufferSize, { min: 1, report }),
  });
  const parseStack = rememberStacks(runtime.parseStack);
  const sampleRate = numberIn('sampleRate', options.sampleRate, { min: 0, max: 1, report });
  const beforeSend = hookIn('beforeSend', options.beforeSend, report);
  const onFiltered = (counts: FilteredCounts, eventId: string): void => {
    ledger.scrubbed('error', counts);
    const said = Object.entries(counts).map(([rule, count]) => `${rule} × ${count}`);
    report({ code: 'T3006', detail: `${said.join(', ')} in event ${eventId}` });
  };
  const capturer = createCapturer({
    admit: createAdmission({ sampleRate, parseStack, random: () => runtime.random(), randomBytes: (count) => runtime.randomBytes(count) }),
    stages: createPipeline({ parseStack, constant: constantPart(options, runtime), gate: gateOptions(options, runtime, report), onFiltered, beforeSend, processors, report }),
    ledger,
    platform: runtime,
    deliver({ event, scope }, issue) {
      const parcel = eventParcel(event, { issue, dsc: scope.trace && samplingContext(scope.trace, { options, destination }) });
      taken.add(event.event_id);
      transport.push(parcel);
    },
    onBug: (error) => report({ code: 'T2003', cause: error }),
  });
  return { ledger, taken, transport, capturer };
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
const tellDrop = (drop: Drop, { onDrop }: ClientOptions, report: Report): void => {
  report({ code: 'T3001', detail: `${drop.quantity} × ${drop.category}: ${drop.reason}` });
  const told = attempt(() => onDrop?.(drop));
  if (!told.ok) report({ code: 'T2001', detail: 'onDrop', cause: told.error });
};
