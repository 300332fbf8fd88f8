import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Event } from './event';
import { createIssueNamer, type IssueParts } from './issue-key';
import { issueKeyOfEvent } from './issue-of-event';
import { skeletonOf, withoutNumbers } from './message-skeleton';

interface Case<Input> {
  readonly name: string;
  readonly input: Input;
  readonly expected: string;
  readonly why: string;
}

interface Vectors {
  readonly cases: {
    readonly skeleton: readonly Case<string>[];
    readonly 'issue-key': readonly Case<IssueParts>[];
    readonly 'issue-key-of-event': readonly Case<Partial<Event>>[];
  };
}

const { cases }: Vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/issue-key.json', import.meta.url), 'utf8'));

describe('issue key vectors', () => {
  it('are at least 60, each with a name of its own and a reason', () => {
    const groups: readonly (readonly Case<unknown>[])[] = Object.values(cases);
    expect(groups.flat().length).toBeGreaterThanOrEqual(60);
    for (const group of groups) expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
    for (const { name, why } of groups.flat()) expect(why, name).not.toBe('');
  });

  it.each(cases.skeleton)('skeleton: $name ($why)', ({ input, expected }) => {
    expect(skeletonOf(withoutNumbers(input))).toBe(expected);
  });

  it.each(cases['issue-key'])('key: $name ($why)', ({ input, expected }) => {
    expect(createIssueNamer()(input, input.fingerprint).key).toBe(expected);
  });

  it('keys come out of the memory as they went in', () => {
    const name = createIssueNamer();
    for (const round of [1, 2]) for (const { input, expected } of cases['issue-key']) expect(name(input, input.fingerprint).key, `round ${round}`).toBe(expected);
  });

  it.each(cases['issue-key-of-event'])('key of an event: $name ($why)', ({ input, expected }) => {
    expect(issueKeyOfEvent(input)).toBe(expected);
  });
});
