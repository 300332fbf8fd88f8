/**
 * What an option must be: first its default, whose kind (number, or text) it must have; then, of a
 * number, the least and the most. `''` stands for no default. Options that consist of others are
 * nested. What is not named here is read by whoever uses it, but for hooks, see {@link isHookName}.
 */
export type OptionRule = readonly [usual: number | string, least?: number, most?: number];

/** See {@link OptionRule}. */
export const optionRules = {
  release: [''],
  environment: ['production'],
  dist: [''],
  orgId: [''],
  tunnel: [''],
  sampleRate: [1, 0, 1],
  maxBreadcrumbs: [100, 0],
  normalizeDepth: [3, 1],
  // They hold for all of an event: less would cut its own parts, a stack's frames, an id, the name of a file.
  normalizeMaxBreadth: [1000, 100],
  maxValueLength: [8192, 200],
  // Beyond the upper bounds there would be no flood control; the lower ones let every issue through at times.
  flood: { burst: [30, 1, 1000], perSecond: [1, 0.001, 1000] },
  // Room for the worst that flood control lets through at once: the first event and the trailing one of
  // each of a thousand issues, and the burst over everything. At a typical 5 KB each, about 12 MB.
  transportOptions: { bufferSize: [2500, 1] },
} as const;

/** Options named like this are functions that the app wants called. */
export const isHookName = (name: string): boolean => /^(before|on)[A-Z]/.test(name);
