/**
 * Where in an event the gate stands. The event's own skeleton is ours: its keys are never secret
 * and its depth is known. Inside it hang bags that the app fills, with rules of their own.
 */
export interface Zone {
  /** Which keys are tested: none in the skeleton, nor the names of contexts; see scrub-keys.ts for the others. */
  readonly keys: 'none' | 'free' | 'header';
  /**
   * Which text is scrubbed: `all`; all but the rules about people where the app `named` somebody on
   * purpose; in a `place` only query and credentials; nothing where it is `ours` and servers match by it.
   */
  readonly text: 'all' | 'named' | 'place' | 'ours';
  /** Filled by the app: counts its own levels. */
  readonly bag: boolean;
  /** Zones of what hangs under certain keys. */
  readonly under?: ReadonlyMap<string, Zone>;
  /** Zone of everything else below; absent: this one. */
  readonly below?: Zone;
}

/** Levels of the event itself: beyond any event of ours; it ends a hostile tree. */
export const ROOT_DEPTH = 12;

/** A bag that the app fills. */
export const free: Zone = { keys: 'free', text: 'all', bag: true };
const header: Zone = { keys: 'header', text: 'all', bag: true };
/** What the app named on purpose: the rules about people do not hold. */
export const named: Zone = { keys: 'free', text: 'named', bag: true };
const place: Zone = { keys: 'none', text: 'place', bag: false };
/** Our own words, which servers match by. */
export const ours: Zone = { keys: 'none', text: 'ours', bag: false };

const namedUnder = (...keys: readonly string[]): ReadonlyMap<string, Zone> => new Map(keys.map((key) => [key, named]));
/** Zones of what hangs under certain keys, for `under`. */
export const zonesUnder = (zones: Readonly<Record<string, Zone>>): ReadonlyMap<string, Zone> => new Map(Object.entries(zones));

const user: Zone = { ...free, under: /* @__PURE__ */ namedUnder('id', 'email', 'username', 'ip_address'), below: free };
const people: Zone = { ...free, under: /* @__PURE__ */ namedUnder('actor', 'onBehalfOf', 'target'), below: free };

/** Bags of frames, exceptions, breadcrumbs and messages. */
const bags = { data: free, vars: free, params: free };
const frame: Zone = { keys: 'none', text: 'all', bag: false, under: /* @__PURE__ */ zonesUnder({ ...bags, filename: place, abs_path: place, module: ours, function: ours }) };

/** The event. */
export const rootZone: Zone = {
  keys: 'none',
  text: 'all',
  bag: false,
  under: /* @__PURE__ */ zonesUnder({
    ...bags,
    extra: free,
    user,
    tags: { ...free, under: /* @__PURE__ */ namedUnder('audit.actor', 'audit.on_behalf_of', 'audit.target') },
    headers: header,
    cookies: header,
    query_string: header,
    env: header,
    contexts: { keys: 'none', text: 'all', bag: false, under: /* @__PURE__ */ zonesUnder({ trace: ours, audit: people, masquerade: people }), below: free },
    frames: frame,
    event_id: ours,
    release: ours,
    sdk: ours,
    debug_meta: ours,
  }),
};
