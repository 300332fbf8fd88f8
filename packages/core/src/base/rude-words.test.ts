import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRude } from './rude-words';

interface Vectors {
  readonly denylist: {
    readonly anywhere: readonly string[];
    readonly start: readonly string[];
    readonly whole: readonly string[];
    readonly words: number;
  };
  readonly cases: { readonly 'denied-word': readonly { readonly name: string; readonly input: string; readonly expected: boolean; readonly why: string }[] };
}

const { denylist, cases }: Vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/error-hash.json', import.meta.url), 'utf8'));

const everyWord = (): readonly string[] => {
  const join = (heads: readonly string[], letters: string): readonly string[] => heads.flatMap((head) => [...letters].map((letter) => head + letter));
  return ['bdhjlmnprstvz', 'aiou', 'bdhjlmnprstvz', 'aiou', 'bdhjlmnprstvz'].reduce(join, ['']).slice(0, 32_768);
};

describe('isRude', () => {
  it.each(cases['denied-word'])('$name: $why', ({ input, expected }) => {
    expect(isRude(input)).toBe(expected);
  });

  it('denies exactly the words that the published list denies', () => {
    const { anywhere, start, whole } = denylist;
    const denied = everyWord().filter(
      (word) => anywhere.some((piece) => word.includes(piece)) || start.some((piece) => word.startsWith(piece)) || whole.includes(word),
    );
    expect(everyWord().filter(isRude)).toEqual(denied);
    expect(denied).toHaveLength(denylist.words);
  });

  it('every entry can occur and none makes another one needless', () => {
    const words = everyWord();
    for (const piece of [...denylist.anywhere, ...denylist.start, ...denylist.whole]) expect(words.some((word) => word.includes(piece))).toBe(true);
    for (const piece of denylist.anywhere) {
      for (const longer of [...denylist.start, ...denylist.whole]) expect(longer).not.toContain(piece);
    }
    for (const piece of denylist.start) expect(denylist.whole.some((word) => word.startsWith(piece))).toBe(false);
  });

  it('costs less than 3 % of the words, so 15 bits stay nearly 15 bits', () => {
    expect(denylist.words / 32_768).toBeLessThan(0.03);
  });
});
