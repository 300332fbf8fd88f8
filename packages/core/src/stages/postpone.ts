import { attemptOr, guard } from '../base/fences';
import type { Event } from '../event/event';
import type { Occurrence } from '../event/occurrence';
import { eventOccurrence } from '../event/occurrence';
import type { RequestFacts, ScopeData } from '../scope/scope-data';
import { emptyScopeData } from '../scope/scope-data';
import { buildStage } from './build';
import type { Due } from './due';
import { enrichStage } from './enrich';
import { gateStage } from './gate';
import type { Finish } from './late-event';
import { LateEvent } from './late-event';
import { createLevelled, createLevels } from './levels';
import type { Nesting } from './nesting';
import { isTooDeep, within } from './nesting';
import { normalise } from './normalise';
import { createPace } from './pace';
import type { PipelineParts, Postpone } from './pipeline';
import type { PlainCopy } from './plain-copy';
import { copyOfPlain } from './plain-copy';
import type { Scrubber } from './scrubber';
import type { Draft, Stage } from './stage';
import { createSurroundings } from './surroundings';
import { free, ours } from './zones';

/** What an event holds beside its texts, bytes, about: its objects. */
const BARE_WEIGHT = 1_000;

/** What an exception holds beside its texts, bytes, about. */
const PER_EXCEPTION = 700;

/** What a thrown error says may take as much, bytes, before it is looked at whether it has to be cut. */
const MAX_OWN = 8192;

/** So much more is kept than will be sent: of a text, because the gate looks beyond its end, so that no secret is cut in half; of the whole, because secrets may be longer than what is put for them. */
const MARGIN = 4;

/** What a number of the app looks like; with the `n` of a BigInt behind it nobody would see a card in it, nor what a rule of the app's own looks for. */
const NUMBER = /^-?\d+$/;

/**
 * For `Runtime.postpone`, where a capture must be quick and there is time afterwards. Of an event that no
 * hook will see the capture only copies what the app can change later. The event is built, secrets are
 * taken out, and JSON is made, when it leaves the queue: to be sent, into the spool, or when the process
 * dies. What the queue loses never costs that.
 */
export const postpone: Postpone = (parts, stages, hooks) => {
  const { beforeSend, processors, report } = parts;
  const levelled = createLevelled(report);
  // Made at the first event: a start does not need it.
  let keep: Stage | undefined;
  const nesting: Nesting = { depth: 0 };
  const pace = createPace(parts.platform);
  const hasHooks = ({ scope }: Draft) => beforeSend || processors.size + scope.processors.length > 0;
  const first: Stage = (draft) => {
    if (isTooDeep(nesting)) {
      report({ code: 'T2001', detail: 'A hook, or a rule of scrub, captures something whenever it is called' });
      return { drop: 'before_send' };
    }
    const isSeen = hasHooks(draft) || draft.occurrence.kept;
    return isSeen ? draft : (keep ??= keepStage(parts, nesting))(draft);
  };
  const usual = (stage: Stage, draft: Draft): ReturnType<Stage> => {
    const event = levelled(draft.event);
    const run = (): ReturnType<Stage> => within(nesting, nesting.depth + 1, () => stage(event === draft.event ? draft : Object.assign({}, draft, { event })));
    return (stage === hooks && hasHooks(draft) && pace()?.then(run)) || run();
  };
  return [first, ...stages.map((stage): Stage => (draft) => (draft.due ? draft : usual(stage, draft)))];
};

/** Of what an event is built: what its scopes hold, without files, which go their own way, and beside that: */
interface Material extends Omit<ScopeData, 'readRequest' | 'processors' | 'attachments'> {
  /** Id, time, and what admission says. */
  readonly event: Event;
  /** What the occurrence says. */
  readonly built: Partial<Event>;
  /** The request in which it happened. */
  readonly facts?: RequestFacts | undefined;
  /** Contexts of the platform. */
  readonly surroundings?: Event['contexts'];
  /** How many events stood around it; absent, as in nearly all, none. */
  depth?: number;
}

/** Copies. What only we hold goes by as it is: the frames of a stack, breadcrumbs, the contexts of the platform. */
const keepStage = (parts: PipelineParts, nesting: Nesting): Stage => {
  const { gate: bounds, constant, parseStack } = parts;
  const levelOf = createLevels(parts.report);
  if (constant.sdk) bounds.memory?.note(constant.sdk, ours, bounds);
  // Most scopes are empty.
  for (const bag of Object.values(emptyScopeData)) bounds.memory?.note(bag, free, bounds);
  const surroundingsNow = createSurroundings(parts);
  const build = createBuild(parts);
  const bring = createBounding(parts, build);
  const finish = createFinish(parts, build, nesting);

  return (draft) => {
    const { occurrence, scope, event } = draft;
    const facts = scope.readRequest && attemptOr(undefined, scope.readRequest);
    const built = occurrence.build(parseStack);
    const own = weightOfOwn(occurrence, built);
    const { surroundings, areStill } = surroundingsNow();
    const asItIs = (value: object): object | undefined => (value === event || (value === surroundings && areStill) || (value === built && own > 0) ? value : bounds.memory?.wholeOf(value));
    const material = materialOf({ event, built, facts, surroundings }, scope);
    const { copy, weight } = copyOfPlain(material, asItIs) ?? bring(material);
    if (nesting.depth > 0) copy.depth = nesting.depth;
    // Read once, a text that was put together no longer keeps its pieces: 180 bytes of each that waits.
    event.event_id.charCodeAt(0);
    // What has to be known of it meanwhile.
    const shown = Object.assign({ sdk: constant.sdk }, copy.built, event, { level: levelOf(scope.level ?? copy.built.level) });
    return Object.assign({}, draft, new Kept(shown, new LateEvent(BARE_WEIGHT + own + weight, copy, finish)));
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

/** In one object, because each one costs a copy of its own. */
const materialOf = ({ event, built, facts, surroundings }: Pick<Material, 'event' | 'built' | 'facts' | 'surroundings'>, { user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }: ScopeData): Material =>
  // None is forgotten.
  ({ event, built, facts, surroundings, user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }) satisfies Record<Exclude<keyof Material, 'depth'>, unknown>;

/** The stages before the gate. */
const createBuild = ({ parseStack, constant, report }: PipelineParts) => {
  const build = buildStage(parseStack, constant);
  const levelled = createLevelled(report);
  return (material: Material): Event => {
    const { event, built, facts, surroundings } = material;
    const scope = Object.assign({}, emptyScopeData, material, { readRequest: facts && (() => facts) });
    return levelled(enrichStage({ contexts: surroundings })(build({ event, occurrence: eventOccurrence(built), scope })).event);
  };
};

/** The gate. Of an event that our own code cannot finish nothing may leave that was not looked at. */
const createFinish = ({ gate: bounds, onFiltered, report }: PipelineParts, build: (material: Material) => Event, nesting: Nesting): Finish<Material> => {
  const gate = gateStage(bounds, onFiltered);
  const gateQuietly = gateStage(bounds, () => {});
  return (material, isFirst) => {
    const { event_id, timestamp } = material.event;
    return within(nesting, (material.depth ?? 0) + 1, () => guard<Event>(report, { event_id, timestamp }, () => (isFirst ? gate : gateQuietly)({ event: build(material) }).event));
  };
};

/** What a draft has of it. A class as well: a literal that V8 makes in old memory takes what stands in it there, too. */
class Kept {
  readonly event: Event;
  readonly due: Due;

  constructor(event: Event, due: Due) {
    this.event = event;
    this.due = due;
  }
}

/** Where the material is no such thing as can be copied as it is: the walk of the gate without a look for secrets, which brings everything into bounds. */
const createBounding = ({ gate: bounds, onFiltered }: PipelineParts, build: (material: Material) => Event): ((material: Material) => PlainCopy<Material>) => {
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
