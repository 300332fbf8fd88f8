import { attemptOr, guard } from '../base/fences';
import type { Event } from '../event/event';
import type { Occurrence } from '../event/occurrence';
import { eventOccurrence } from '../event/occurrence';
import type { RequestFacts, ScopeData } from '../scope/scope-data';
import { emptyScopeData } from '../scope/scope-data';
import { buildStage } from './build';
import { enrichStage } from './enrich';
import { gateStage } from './gate';
import type { Finish, Late } from './late-event';
import { LateEvent } from './late-event';
import { createLevelled, createLevels } from './levels';
import type { Nesting } from './nesting';
import { within } from './nesting';
import { normalise } from './normalise';
import type { PipelineParts } from './pipeline';
import type { PlainCopy } from './plain-copy';
import { copyOfPlain } from './plain-copy';
import { createPlatformContexts } from './platform-contexts';
import type { Scrubber } from './scrubber';
import type { Stage } from './stage';
import { free, ours } from './zones';

/** What an event holds beside its texts, bytes, about: its objects. */
const BARE_WEIGHT = 1_000;

/** What an exception holds beside its texts, bytes, about. */
const PER_EXCEPTION = 700;

/** What a thrown error says is not copied up to so many bytes: of more, a text may have to be cut. */
const MAX_OWN = 8192;

/** This many times what will be sent is kept until then: of a text, because the gate looks beyond its end, so that no secret is cut in half; of the whole, because a secret may be longer than what is put in its place. */
const MARGIN = 4;

/** A number of the app, which is scrubbed at once: with the `n` of a BigInt behind it no rule would find a card in it, nor what a rule of the app's own looks for. */
const NUMBER = /^-?\d+$/;

/** What an event is made of: what its scopes hold (but for files, which do not stand in the event), and the rest that is named here. */
interface Material extends Omit<ScopeData, 'readRequest' | 'processors' | 'attachments'> {
  /** Id, time, and what admission says. */
  readonly event: Event;
  /** What the occurrence says. */
  readonly built: Partial<Event>;
  /** The request in which it happened. */
  readonly facts?: RequestFacts | undefined;
  readonly platformContexts?: Event['contexts'];
  /** Inside the hooks of how many other events it was captured. Absent, as it nearly always is: of none. */
  depth?: number;
}

/**
 * The first stage of an event that no hook will see, and the last one in its capture: copies what the app can change later,
 * and lets a {@link LateEvent} do the rest. What only we hold goes along as it is: the frames of a stack, breadcrumbs, the
 * contexts of the platform.
 */
export const collectStage = (parts: PipelineParts, nesting: Nesting): Stage => {
  const { gate: bounds, constant, parseStack } = parts;
  const levelOf = createLevels(parts.report);
  if (constant.sdk) bounds.memory?.note(constant.sdk, ours, bounds);
  // Most scopes are empty.
  for (const bag of Object.values(emptyScopeData)) bounds.memory?.note(bag, free, bounds);
  const platformContextsNow = createPlatformContexts(parts);
  const build = createBuild(parts);
  const walk = createWalk(parts, build);
  const finish = createFinish(parts, build, nesting);

  return (draft) => {
    const { occurrence, scope, event } = draft;
    const facts = scope.readRequest && attemptOr(undefined, scope.readRequest);
    const built = occurrence.build(parseStack);
    const own = weightOfOwn(occurrence, built);
    const { contexts: platformContexts, areFixed } = platformContextsNow();
    const asItIs = (value: object): object | undefined => (value === event || (value === platformContexts && areFixed) || (value === built && own > 0) ? value : bounds.memory?.wholeOf(value));
    const material = materialOf({ event, built, facts, platformContexts }, scope);
    const { copy, weight } = copyOfPlain(material, asItIs) ?? walk(material);
    if (nesting.depth > 0) copy.depth = nesting.depth;
    // Read once, a text that was put together no longer keeps its pieces: 180 bytes of each that waits.
    event.event_id.charCodeAt(0);
    // What is read of it before it is finished.
    const known = Object.assign({ sdk: constant.sdk }, copy.built, event, { level: levelOf(scope.level ?? copy.built.level) });
    return Object.assign({}, draft, new Collected(known, new LateEvent(BARE_WEIGHT + own + weight, copy, finish)));
  };
};

/**
 * What a thrown error says takes so many bytes, about, where it need not be copied: it was made for this event alone, of
 * texts, and of frames that all events share. 0 where it may hold what the app can change, or is so long that it has to be cut.
 */
const weightOfOwn = ({ identity }: Occurrence, { exception, contexts, extra }: Partial<Event>): number => {
  if (!identity || !exception || contexts || extra) return 0;
  let weight = 0;
  for (const { type = '', value = '', mechanism } of exception.values) {
    if (mechanism?.data) return 0;
    weight += PER_EXCEPTION + type.length + value.length;
  }
  return weight > MAX_OWN ? 0 : weight;
};

/** All in one object, because each further object would cost a copy. */
const materialOf = ({ event, built, facts, platformContexts }: Pick<Material, 'event' | 'built' | 'facts' | 'platformContexts'>, { user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }: ScopeData): Material =>
  // The type checks that no key is forgotten.
  ({ event, built, facts, platformContexts, user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }) satisfies Record<Exclude<keyof Material, 'depth'>, unknown>;

/** The stages before the gate. */
const createBuild = ({ parseStack, constant, report }: PipelineParts) => {
  const build = buildStage(parseStack, constant);
  const levelled = createLevelled(report);
  return (material: Material): Event => {
    const { event, built, facts, platformContexts } = material;
    const scope = Object.assign({}, emptyScopeData, material, { readRequest: facts && (() => facts) });
    return levelled(enrichStage({ contexts: platformContexts })(build({ event, occurrence: eventOccurrence(built), scope })).event);
  };
};

/** Builds the event and takes it through the gate. Should our own code fail at that, its id and time alone are left: nothing may leave that was not looked at. */
const createFinish = ({ gate: bounds, onFiltered, report }: PipelineParts, build: (material: Material) => Event, nesting: Nesting): Finish<Material> => {
  const gate = gateStage(bounds, onFiltered);
  const gateQuietly = gateStage(bounds, () => {});
  return (material, isFirst) => {
    const { event_id, timestamp } = material.event;
    return within(nesting, (material.depth ?? 0) + 1, () => guard<Event>(report, { event_id, timestamp }, () => (isFirst ? gate : gateQuietly)({ event: build(material) }).event));
  };
};

/** The part of a draft that is new. A class, because what V8 makes of a literal in old memory takes what stands in it there, too. */
class Collected {
  readonly event: Event;
  readonly late: Late;

  constructor(event: Event, late: Late) {
    this.event = event;
    this.late = late;
  }
}

/** For material that cannot be copied as it is: builds the event at once, and brings it into bounds by the walk of the gate. Secrets are looked for later. */
const createWalk = ({ gate: bounds, onFiltered }: PipelineParts, build: (material: Material) => Event): ((material: Material) => PlainCopy<Material>) => {
  let weight = 0;
  const text: Scrubber['text'] = (value, ...rest) => {
    weight += value.length;
    return NUMBER.test(value) ? bounds.scrubber.text(value, ...rest) : value;
  };
  const scrubber: Scrubber = { hasOwn: false, text, place: text, isSecret: () => false, underKey: text };
  const options = { ...bounds, maxValueLength: MARGIN * bounds.maxValueLength, totalLength: MARGIN * bounds.totalLength, scrubber, beside: undefined };
  return (material) => {
    weight = 0;
    const { event_id } = material.event;
    // The walk keeps the shape.
    const event = normalise(build(material), options, { onFiltered: (rule) => onFiltered({ [rule]: 1 }, event_id) }) as Event;
    // It is an event already, to which nothing is added any more.
    return { copy: { ...emptyScopeData, event, built: event }, weight };
  };
};
