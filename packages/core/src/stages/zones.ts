/**
 * Where in an event the gate stands. The event's own skeleton is ours: its keys are known,
 * none is secret, and so is its depth. Inside it hang bags that the app fills, with rules of their own.
 */
export interface Zone {
  /** Of bags: its levels are counted, and its keys are tested as those of objects or of headers (scrub-keys.ts). Absent in the skeleton, and for the names of contexts. */
  readonly keys?: 'free' | 'header';
  /** Levels kept of each bag in it, whatever the option tells. */
  readonly levels?: number;
  /**
   * Which text is scrubbed. Absent: all of it, everywhere. All but the rules about people where the app
   * `named` somebody on purpose; in a `place` only query and credentials; in a `query` also parameters
   * by their names; nothing where it is `ours` and servers match by it.
   */
  readonly text?: 'named' | 'place' | 'query' | 'ours';
  /** Zones of what hangs under certain keys. */
  readonly under?: Readonly<Record<string, Zone>>;
  /** Zone of everything else below; absent: this one, and no key in it is the app's: one that is secret was put there by mistake. */
  readonly below?: Zone;
}

/** A bag that the app fills. */
export const free: Zone = { keys: 'free' };
const header: Zone = { keys: 'header' };
/** What the app named on purpose: the rules about people do not hold. */
export const named: Zone = { keys: 'free', text: 'named' };
const place: Zone = { text: 'place' };
/** Our own words, which servers match by. */
export const ours: Zone = { text: 'ours' };

const user: Zone = { keys: 'free', under: { id: named, email: named, username: named, ip_address: named }, below: free };
const tags: Zone = { keys: 'free', under: { 'audit.actor': named, 'audit.on_behalf_of': named, 'audit.target': named }, below: free };
/** A record is kept whole: lists of persons, whose rights each used in turn, what a field was and became. */
const people: Zone = { keys: 'free', under: { actor: named, onBehalfOf: named, target: named }, below: free, levels: 9 };

/** Of a stack. */
export const framesZone: Zone = { under: { data: free, vars: free, filename: place, abs_path: place, module: ours, function: ours } };

/** The event. Bags of frames, exceptions, breadcrumbs and messages stand here as well, wherever they hang. */
export const eventZone: Zone = {
  under: {
    extra: free,
    data: free,
    vars: free,
    params: free,
    user,
    tags,
    headers: header,
    cookies: header,
    query_string: { keys: 'header', text: 'query' },
    env: header,
    contexts: { under: { trace: ours, audit: people, masquerade: people }, below: free },
    frames: framesZone,
    event_id: ours,
    release: ours,
    sdk: ours,
    debug_meta: ours,
  },
};
