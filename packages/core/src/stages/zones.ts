/**
 * Where in an event the gate stands. The event's own skeleton is ours: its keys are never secret
 * and its depth is known. Inside it hang bags that the app fills, with rules of their own.
 */
export interface Zone {
  /** Which keys are tested: none in the skeleton, nor the names of contexts; see scrub-keys.ts for the others. */
  readonly keys: 'skeleton' | 'contexts' | 'free' | 'header';
  /** Levels of objects still allowed below. */
  readonly depth: number;
}

/** The event itself. The depth is beyond any event of ours; it ends a hostile tree. */
export const rootZone: Zone = { keys: 'skeleton', depth: 12 };

/** The bags of the skeleton, by key. */
const bags: ReadonlyMap<string, Zone['keys']> = new Map([
  ...['extra', 'user', 'tags', 'data', 'vars', 'params'].map((key) => [key, 'free'] as const),
  ...['headers', 'cookies', 'query_string', 'env'].map((key) => [key, 'header'] as const),
  ['contexts', 'contexts'] as const,
]);

/** The zone of what hangs under `key`; `bagDepth` is the option `normalizeDepth`. */
export const zoneBelow = (zone: Zone, key: string, bagDepth: number): Zone => {
  if (zone.keys === 'contexts') return { keys: 'free', depth: bagDepth };
  const bag = zone.keys === 'skeleton' ? bags.get(key) : undefined;
  return bag ? { keys: bag, depth: bagDepth } : { ...zone, depth: zone.depth - 1 };
};
