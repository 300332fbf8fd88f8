import { secretVectors, textOf } from '@tocsin/kit/secret-vectors';
import { describe, expect, it } from 'vitest';
import { serverRules } from './scrub-server-rules';
import { createScrubber } from './scrubber';

const cases = secretVectors('scrub-server.json');

const scrub = (text: string): string => createScrubber({}, () => {}, serverRules()).text(text, () => {});

describe('by the rules of servers', () => {
  it.each(cases.secrets)('$name is taken out, and nothing else', (known) => {
    const scrubbed = scrub(textOf(known));
    expect(scrubbed).toBe(`${known.before}[Filtered]${known.after}`);
    expect(scrub(scrubbed)).toBe(scrubbed);
  });

  it.each(cases.innocents)('$name stays as it is', ({ input }) => expect(scrub(input)).toBe(input));
});
