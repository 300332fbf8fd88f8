import type { SecretKeys } from './scrub-keys';
import type { ValueRule } from './scrub-rules';

/** Shorter texts hold no secret that a rule could find: `a@b.co` is the shortest. */
const SHORTEST = 6;

/** Characters of texts remembered as clean: those of one event, with its source lines and breadcrumbs. */
const MAX_REMEMBERED = 300_000;

/** Hears of each thing taken out, by rule. */
export type OnFiltered = (rule: string) => void;

/** What a scrubber is made of. */
export interface ScrubberOptions {
  readonly rules: readonly ValueRule[];
  readonly keys: SecretKeys;
  /** Whether the rules about people are left out: see {@link ValueRule.pii}. */
  readonly sendDefaultPii: boolean;
  /** What the app wants to see unfiltered. Must not throw. */
  readonly isAllowed: (secret: string) => boolean;
  /** What to put for a secret of a rule. Must not throw. */
  readonly replacementFor: (rule: string, secret: string) => string;
  /** Whether the rule for keys of objects is on. */
  readonly byKey: boolean;
}

/** Takes secrets out of text and tells which keys hold them. Made once for a client; see `docs/scrubbing.md`. */
export interface Scrubber {
  /** The text without its secrets. `named`: the app says here who somebody is, so e-mail and IP address stay. */
  text(value: string, onFiltered: OnFiltered, named?: boolean): string;
  /** A file name or URL of a stack frame: servers need it whole, so only credentials, query and fragment are looked at. */
  place(value: string, onFiltered: OnFiltered): string;
  /** Whether the value under a key of an object, or of a header, cookie or query parameter, is a secret. */
  isSecret(key: string, header: boolean): boolean;
  /** What to put for the value of a secret key; what is no text is given as an empty one. */
  underKey(value: string, onFiltered: OnFiltered): string;
  /** Whether this text came out of here before, and need not be looked at again. */
  isClean(text: string): boolean;
}

/** See {@link Scrubber}. */
export const createScrubber = (options: ScrubberOptions): Scrubber => {
  const { keys, sendDefaultPii, byKey } = options;
  const rules = options.rules.filter(({ pii }) => !(pii && sendDefaultPii));
  const impersonal = rules.filter(({ pii }) => !pii);
  const clean = createMemory();

  const applyAll = (text: string, chosen: readonly ValueRule[], onFiltered: OnFiltered): string => {
    let scrubbed = text;
    for (const rule of chosen) {
      if (rule.hint?.test(scrubbed) ?? true) scrubbed = applyRule(scrubbed, rule, { ...options, onFiltered });
    }
    return scrubbed;
  };

  const text: Scrubber['text'] = (value, onFiltered, named = false) => {
    if (value.length < SHORTEST || clean.has(value)) return value;
    if (named) return applyAll(value, impersonal, onFiltered);
    const scrubbed = applyAll(value, rules, onFiltered);
    clean.add(scrubbed);
    return scrubbed;
  };

  return {
    text,
    place(value, onFiltered) {
      const tail = value.search(/[?#]/);
      const path = tail < 0 ? value : value.slice(0, tail);
      const head = /:\/\/[^/]*@/.test(path) ? applyAll(path, impersonal, onFiltered) : path;
      return tail < 0 ? head : head + text(value.slice(tail), onFiltered);
    },
    isClean: clean.has,
    isSecret: (key, header) => byKey && (header ? keys.inHeader(key) : keys.inObject(key)),
    underKey(value, onFiltered) {
      if (value !== '' && options.isAllowed(value)) return value;
      const replacement = options.replacementFor('key', value);
      if (value !== replacement) onFiltered('key');
      return replacement;
    },
  };
};

interface Application extends ScrubberOptions {
  readonly onFiltered: OnFiltered;
}

const applyRule = (text: string, { name, pattern, keeps, lengthOf }: ValueRule, { keys, isAllowed, replacementFor, onFiltered }: Application): string => {
  let scrubbed = '';
  let done = 0;
  for (let at = 0; ; ) {
    // Set anew each time: what an app's own rule calls may come through here too.
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return done === 0 ? text : scrubbed + text.slice(done);
    const [whole] = match;
    const kept = keeps === undefined ? 0 : (match[keeps]?.length ?? 0);
    const start = match.index + kept;
    const end = start + (lengthOf ? lengthOf(match, keys.inObject) : whole.length - kept);
    const secret = text.slice(start, end);
    // Not a secret after all: something may still begin inside of what matched.
    at = end > start ? end : match.index + 1;
    if (end <= start || isAllowed(secret)) continue;
    const replacement = replacementFor(name, secret);
    if (replacement === secret) continue;
    scrubbed += text.slice(done, start) + replacement;
    done = end;
    onFiltered(name);
  }
};

/**
 * Texts that came out of a scrubber, so that the second walk of an event, and the next event with
 * the same source lines and breadcrumbs, need not look at them again.
 */
const createMemory = () => {
  const texts = new Set<string>();
  let room = MAX_REMEMBERED;
  return {
    has: (text: string): boolean => texts.has(text),
    add(text: string): void {
      room -= text.length;
      if (room < 0) {
        texts.clear();
        room = MAX_REMEMBERED - text.length;
      }
      texts.add(text);
    },
  };
};
