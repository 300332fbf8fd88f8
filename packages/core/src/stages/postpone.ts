import { attemptOr, guard } from '../base/fences';
import type { Context, Event } from '../event/event';
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
import { normalise } from './normalise';
import type { PipelineParts, Postpone } from './pipeline';
import type { PlainCopy } from './plain-copy';
import { copyOfPlain } from './plain-copy';
import type { Scrubber } from './scrubber';
import type { Draft, Stage } from './stage';
import { free, ours } from './zones';

/** What an event holds beside its texts, bytes, about: its objects. */
const BARE_WEIGHT = 1_000;

/** What an exception holds beside its texts, bytes, about. */
const PER_EXCEPTION = 700;

/** What a thrown error says may take as much, bytes, before it is looked at whether it has to be cut. */
const MAX_OWN = 8192;

/** So much more is kept than will be sent: of a text, because the gate looks beyond its end, so that no secret is cut in half; of the whole, because secrets may be longer than what is put for them. */
const MARGIN = 4;

/**
 * Events that a hook, or a rule of `scrub`, has captured on another event, which one such has captured, and so on: as many as an app
 * could mean. What captures whenever it is called would have no end where there is no flood control.
 */
const MAX_DEPTH = 10;

/** How many events stand around what runs now. */
interface Nesting {
  depth: number;
}

/** What a number of the app looks like; with the `n` of a BigInt behind it nobody would see a card in it, nor what a rule of the app's own looks for. */
const NUMBER = /^-?\d+$/;

/**
 * For `Runtime.postpone`, where a capture must be quick and there is time afterwards. Of an event that no
 * hook will see the capture only copies what the app can change later. The event is built, secrets are
 * taken out, and JSON is made, when it leaves the queue: to be sent, into the spool, or when the process
 * dies. What the queue loses never costs that.
 */
export const postpone: Postpone = (parts, stages) => {
  const { beforeSend, processors, report } = parts;
  const levelled = createLevelled(report);
  // Made at the first event: a start does not need it.
  let keep: Stage | undefined;
  const nesting: Nesting = { depth: 0 };
  const first: Stage = (draft) => {
    if (nesting.depth >= MAX_DEPTH) {
      report({ code: 'T2001', detail: 'A hook, or a rule of scrub, captures something whenever it is called' });
      return { drop: 'before_send' };
    }
    const isSeen = beforeSend || draft.occurrence.kept || processors.size + draft.scope.processors.length > 0;
    return isSeen ? draft : (keep ??= keepStage(parts, nesting))(draft);
  };
  const usual = (stage: Stage, draft: Draft): ReturnType<Stage> => {
    const event = levelled(draft.event);
    return within(nesting, nesting.depth + 1, () => stage(event === draft.event ? draft : Object.assign({}, draft, { event })));
  };
  return [first, ...stages.map((stage): Stage => (draft) => (draft.due ? draft : usual(stage, draft)))];
};

/** Runs what may call the app, which may capture. */
const within = <T>(nesting: Nesting, depth: number, run: () => T): T => {
  const before = nesting.depth;
  nesting.depth = depth;
  try {
    return run();
  } finally {
    nesting.depth = before;
  }
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

/** In one object, because each that has to be copied takes as long as four texts. */
const materialOf = ({ event, built, facts, surroundings }: Pick<Material, 'event' | 'built' | 'facts' | 'surroundings'>, { user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }: ScopeData): Material =>
  // None is forgotten.
  ({ event, built, facts, surroundings, user, level, transaction, fingerprint, trace, tags, extra, contexts, breadcrumbs }) satisfies Record<Exclude<keyof Material, 'depth'>, unknown>;

/** The contexts of the platform at one time, and whether they stay what they are. */
interface Surroundings {
  readonly surroundings: NonNullable<Event['contexts']>;
  readonly areStill: boolean;
}

/** Most contexts of the platform are the same for a second and longer: those are remembered, and all events that see the same share them. */
const createSurroundings = ({ gate: bounds, constant }: PipelineParts): (() => Surroundings) => {
  let last: Surroundings = { surroundings: {}, areStill: true };
  const remembered = (surroundings: NonNullable<Event['contexts']>): Surroundings => {
    // A platform says `undefined` where it has nothing to tell.
    const told = Object.values(surroundings).filter((context) => context !== undefined);
    const still = told.filter(isStill);
    for (const context of still) bounds.memory?.note(context, free, bounds);
    return { surroundings, areStill: still.length === told.length };
  };
  return () => {
    const now = { ...constant.contexts };
    for (const name in now) if (now[name] !== last.surroundings[name]) last = remembered(now);
    return last;
  };
};

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

/** What stands behind a getter, as the memory that is free, is another with each event. */
const isStill = (context: Context): boolean => Object.values(Object.getOwnPropertyDescriptors(context)).every(({ get }) => get === undefined);
