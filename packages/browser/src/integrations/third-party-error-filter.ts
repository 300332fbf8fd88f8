import type { Event, Integration } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';
import { parseBrowserStack } from '../stack-parser';

/** What is done about errors in which code of others has a part. */
export type ThirdPartyBehaviour =
  | 'drop-error-if-contains-third-party-frames'
  | 'drop-error-if-exclusively-contains-third-party-frames'
  | 'apply-tag-if-contains-third-party-frames'
  | 'apply-tag-if-exclusively-contains-third-party-frames';

/** Options of {@link thirdPartyErrorFilterIntegration}. */
export interface ThirdPartyErrorFilterOptions {
  /** The build keys of the app's own files: `applicationKey` of the field's build plugins. */
  readonly filterKeys: readonly string[];
  readonly behaviour: ThirdPartyBehaviour;
}

/** The table that build plugins write into: by the stack of a place in a file, what is known of the file. */
const TABLE = '_sentryModuleMetadata';

/** The files of the page that were built with one of the keys. */
const ownFiles = (keys: readonly string[]): ReadonlySet<string | undefined> =>
  // The table may hold anything.
  attemptOr(new Set<string | undefined>(), () => {
    const table: Readonly<Record<string, unknown>> = Object(Reflect.get(globalThis, TABLE));
    const isOwn = (facts: unknown): boolean => keys.some((key) => Reflect.get(Object(facts), `_sentryBundlerPluginAppKey:${key}`));
    return new Set(Object.keys(table).flatMap((stack) => (isOwn(table[stack]) ? [parseBrowserStack(stack).at(-1)?.filename] : [])));
  });

/** Files of the frames; what has no line has no source, and belongs to nobody. */
const filesOf = ({ exception }: Event): readonly string[] =>
  exception?.values.flatMap(({ stacktrace }) => stacktrace?.frames.flatMap(({ filename, lineno }) => (filename === undefined || lineno === undefined ? [] : [filename])) ?? []) ?? [];

/**
 * Knows the app's own code by a key that its build has written into it, and drops errors of all other code
 * (counted as `event_processor`), or gives them the tag `third_party_code`. Without the key in a single file it
 * does nothing. Stronger than `allowUrls`: scripts of others served from the app's own address are told apart, too.
 */
export const thirdPartyErrorFilterIntegration = (options: ThirdPartyErrorFilterOptions): Integration => ({
  name: 'ThirdPartyErrorsFilter',
  processEvent(event) {
    const { filterKeys, behaviour: given }: Partial<ThirdPartyErrorFilterOptions> = copyBag(options);
    const behaviour = typeof given === 'string' ? given : '';
    const own = ownFiles(filterKeys ?? []);
    const files = filesOf(event);
    const isForeign = (file: string): boolean => !own.has(file);
    const isMeant = behaviour.includes('exclusively') ? files.every(isForeign) : files.some(isForeign);
    if (own.size === 0 || files.length === 0 || !isMeant) return event;
    return behaviour.startsWith('drop') ? null : { ...event, tags: { ...event.tags, third_party_code: 'true' } };
  },
});
