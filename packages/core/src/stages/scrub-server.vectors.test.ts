import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serverRules } from './scrub-server-rules';
import { createScrubber } from './scrubber';

interface SecretCase {
  readonly name: string;
  readonly before: string;
  readonly secret: readonly string[];
  readonly after: string;
}

interface InnocentCase {
  readonly name: string;
  readonly input: string;
}

const { cases }: { readonly cases: { readonly secrets: readonly SecretCase[]; readonly innocents: readonly InnocentCase[] } } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/scrub-server.json', import.meta.url), 'utf8'),
);

const scrub = (text: string): string => createScrubber({}, () => {}, serverRules).text(text, () => {});

describe('by the rules of servers', () => {
  it.each(cases.secrets)('$name is taken out, and nothing else', ({ before, secret, after }) => {
    const scrubbed = scrub(before + secret.join('') + after);
    expect(scrubbed).toBe(`${before}[Filtered]${after}`);
    expect(scrub(scrubbed)).toBe(scrubbed);
  });

  it.each(cases.innocents)('$name stays as it is', ({ input }) => expect(scrub(input)).toBe(input));
});
