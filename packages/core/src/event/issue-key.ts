import { createCache } from '../base/cache';
import type { StackFrame } from './event';
import { skeletonOf, withoutIds, withoutNumbers } from './message-skeleton';

/** Longest key and longest template, in characters: the flood table keeps a thousand of them. */
const MAX_KEY = 1_000;
const MAX_TEMPLATE = 300;

/** Issues that are recognised, at most; as many as flood control watches. */
const KNOWN_ISSUES = 1_000;

/** What tells one failure from another. */
export interface IssueParts {
  /** Chosen by the app: replaces the rest. `{{ default }}` in it stands for the rest. Empty means none. */
  readonly fingerprint?: readonly string[] | undefined;
  /** Type of the error, as in `event.exception.values[].type`; none for messages. */
  readonly type?: string | undefined;
  /** `error.code`: tells two failures of one shared helper apart (`ENOENT`, `ECONNREFUSED`). A text or a number. */
  readonly code?: unknown;
  /** Finished text; its skeleton counts. */
  readonly message?: string | undefined;
  /** Text before its parameters were put in. Only when there are parameters: else it is a message. */
  readonly template?: string | undefined;
  /** The crashing frame (see `crashFrame`). */
  readonly frame?: StackFrame | undefined;
}

/** What an occurrence is one of. */
export interface Issue {
  /**
   * The text that is the same for every occurrence of one failure, over deploys and machines. Flood
   * control counts by it, and its number (`issueNumber`) is the first word of the error hash.
   */
  readonly key: string;
  /** Type and crashing frame alone: what the issues of one broken spot have in common. */
  readonly parent: string;
}

/**
 * Eight signs of base 32 or 64 before an extension, or bare in a folder of chunks. Bundlers make such
 * a hash of letters only one time in four (`index-DiwrgTda.js`); other hashes `withoutIds` finds.
 */
const shortHash = /([-.~]|(?:_nuxt|assets|chunks)\/)(?=[\w-]*[A-Z\d])[\w-]{8}(?=\.)/g;

/** Base name of a file, without its hash, query and fragment. The end of the path is enough, and inline `data:` scripts are long. */
const baseName = (path: string): string => path.replace(/[?#].*/s, '').slice(-200).replace(shortHash, '$1*').replace(/^.*[\\/]/s, '');

/** Names what stays the same from deploy to deploy; names of one or two Latin letters are a minifier's. */
const siteOf = (module: string, path: string, name: string): string =>
  `${withoutIds(withoutNumbers(module || baseName(path)))}\n${name.match(/\w{3,}|[^ -~]+/g)?.join('.') ?? ''}`;

/** Names issues. It remembers the messages and places that it saw, because floods repeat them. */
export const createIssueNamer = (): ((parts: IssueParts, fingerprint?: readonly string[]) => Issue) => {
  const known = createCache<Issue>(KNOWN_ISSUES);

  return ({ type = '', code = '', message = '', template, frame: { module = '', filename, abs_path = '', function: name = '' } = {} }, fingerprint = []) => {
    const said = template ? template.slice(0, MAX_TEMPLATE) : withoutNumbers(message);
    const path = filename || abs_path;
    const seen = [fingerprint.join('\n'), type, code, said, !template, module, path, name].join('\0');
    return known(seen, () => {
      const site = siteOf(module, path, name);
      const standard = [type, code, template ? said : skeletonOf(said), site].join('\n');
      const key = fingerprint.join('\n').replace(/\{\{\s*default\s*\}\}/g, () => standard) || standard;
      return { key: key.slice(0, MAX_KEY), parent: `${type}\n${site}` };
    });
  };
};
