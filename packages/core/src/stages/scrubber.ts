import type { Report } from '../base/diagnostics';
import type { ValueRule } from './scrub-rules';
import type { AnyRule, ScrubberOptions } from './scrub-settings';
import { readScrubOptions } from './scrub-settings';

/** Shorter texts hold no secret that a built-in rule could find: `a@b.co` is the shortest. */
const SHORTEST = 6;

/** Characters of texts remembered as clean, because they came out of a scrubber: those of one event, with its source lines and breadcrumbs. The second walk, and the next event, need not look at them again. */
const MAX_REMEMBERED = 300_000;

/** What it takes to remember a text, beside its characters, about: of short ones it is the most. */
const PER_TEXT = 60;

/** Hears of each thing taken out, by rule. */
export type OnFiltered = (rule: string) => void;

/** Takes secrets out of text and tells which keys hold them. Made once for a client; see `docs/scrubbing.md`. */
export interface Scrubber {
  /** Whether there are rules of the app's own, for which no text is too short and no number too small. */
  readonly hasOwn: boolean;
  /** The text without its secrets. `named`: the app says here who somebody is, so e-mail and IP address stay. */
  text(value: string, onFiltered: OnFiltered, named?: boolean): string;
  /** A file name or URL of a stack frame: servers need it whole, so only credentials, query and fragment are looked at. */
  place(value: string, onFiltered: OnFiltered): string;
  /** Whether the value under a key of an object, or of a header, cookie or query parameter, is a secret. */
  isSecret(key: string, header: boolean): boolean;
  /** What to put for the value of a secret key; what is no text is given as an empty one. */
  underKey(value: string, onFiltered: OnFiltered): string;
}

/**
 * Scrubs a text as it stands, and once more as it reads: what no rule knows as addresses spell it (`%3D`, and `%253D` in an
 * address within another) may be a secret all the same. Where only that finds something, the text goes as it reads.
 */
const alsoAsItReads = (text: string, scrub: (text: string) => string): string => {
  const scrubbed = scrub(text);
  const plain = scrubbed.replace(/%(25)+/g, '%').replace(/%[2-7][\da-f]/gi, decodeURIComponent);
  if (plain === scrubbed) return scrubbed;
  const read = scrub(plain);
  return read === plain ? scrubbed : read;
};

/** The scrubber that the options ask for. `further`: the platform's own rules. */
export const createScrubber = (options: ScrubberOptions, report: Report, further: readonly ValueRule[] = []): Scrubber => {
  const { rules, hasOwn, isSecretKey, byKey, replace } = readScrubOptions(options, report, further);
  const clean = new Set<string>();
  let room = MAX_REMEMBERED;

  const applyRule = (text: string, rule: AnyRule, onFiltered: OnFiltered): string => {
    const { name, pattern, check, ahead } = rule;
    let scrubbed = '';
    let done = 0;
    for (let at = 0; ; ) {
      // Set anew each time: what an app's own rule calls may come through here too.
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) return scrubbed + text.slice(done);
      const found = check?.(match[0], match, isSecretKey) ?? true;
      const start = match.index + (ahead ? match[0].length : 0);
      const end = start + (found === true ? match[0].length : found || 0);
      // Not a secret after all: something may still begin inside of what matched.
      at = Math.max(end, match.index + 1);
      const secret = text.slice(start, end);
      const put = secret && replace(secret, rule);
      if (put === secret) continue;
      scrubbed += text.slice(done, start) + put;
      done = end;
      onFiltered(name);
    }
  };

  const text: Scrubber['text'] = (value, onFiltered, named) => {
    if (clean.has(value) || (value.length < SHORTEST && !hasOwn)) return value;
    const scrubbed = alsoAsItReads(value, (given) => rules.reduce((before, rule) => ((named && rule.pii) || rule.hint?.test(before) === false ? before : applyRule(before, rule, onFiltered)), given));
    if (named) return scrubbed;
    room -= scrubbed.length + PER_TEXT;
    if (room < 0) {
      clean.clear();
      room = MAX_REMEMBERED;
    }
    clean.add(scrubbed);
    return scrubbed;
  };

  return {
    hasOwn,
    text,
    place(value, onFiltered) {
      const path = value.replace(/[?#].*/s, '');
      return (/:\/\/[^/]*@/.test(path) ? text(path, onFiltered, true) : path) + text(value.slice(path.length), onFiltered);
    },
    isSecret: (key, header) => byKey && isSecretKey(key, header),
    underKey(value, onFiltered) {
      const put = replace(value, { name: 'key' });
      if (put !== value) onFiltered('key');
      return put;
    },
  };
};
