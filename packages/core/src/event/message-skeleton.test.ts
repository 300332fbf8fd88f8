import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletonOf, withoutIds, withoutNumbers } from './message-skeleton';

const messageSkeleton = (message: string): string => skeletonOf(withoutNumbers(message));

/** Values that vary from one occurrence to the next. */
const data = fc.oneof(
  fc.nat().map(String),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-6, max: 1e20 }).map(String),
  fc.uuid(),
  fc.uuid().map((id) => id.replaceAll('-', '')).filter((id) => /\d/.test(id)),
  fc.ipV4(),
  // A bare quotation mark in an address opens a quotation.
  fc.emailAddress().filter((address) => !/['`]/.test(address)),
  fc.webUrl({ withQueryParameters: true }).filter((url) => !/['`]/.test(url)),
  fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('2100-01-01') }).map((date) => date.toISOString()),
  fc.stringMatching(/^[a-z ]{0,20}$/).map((text) => `'${text}'`),
  fc.stringMatching(/^[^"“”„«»‟\n]{0,20}$/).map((text) => `"${text}"`),
);

/** Texts that make careless patterns slow. */
const slow = ['a', ' ', "'", '"', '`', '*', '* ', "'a ", '"a', '-', '-a', '.', '1', 'a1', 'A', 'Aa', '/', 'users/', '@', 'a@', ':', '\n', '\n a', '\t\r', '“', '{{', 'error #', 'error ', 'Mon ', '\u6587'];

describe('messageSkeleton', () => {
  it('is the same whatever the data in the message', () => {
    fc.assert(
      fc.property(data, data, (one, other) => {
        expect(messageSkeleton(`Cannot load ${one} for the customer`)).toBe(messageSkeleton(`Cannot load ${other} for the customer`));
        expect(messageSkeleton(`Cannot load ${one}`)).toBe('Cannot load *');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps texts without data as they are', () => {
    const words = fc.array(fc.stringMatching(/^[g-z][a-z]{1,12}$/), { minLength: 1, maxLength: 20 }).map((list) => list.join(' '));
    fc.assert(fc.property(words, (text) => void expect(messageSkeleton(text)).toBe(text)));
  });

  it('does not depend on how long the data is, up to hundreds of characters', () => {
    const short = messageSkeleton('Failed to fetch https://a.example/1 with status 503 in the checkout');
    const long = messageSkeleton(`Failed to fetch https://a.example/${'segment/'.repeat(80)} with status 503 in the checkout`);
    expect(long).toBe(short);
  });

  it('never throws, is one line, holds no digit but an error’s number, and is 300 characters at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const skeleton = messageSkeleton(text);
        expect(skeleton.length).toBeLessThanOrEqual(300);
        expect(skeleton).not.toMatch(/[\n\r\t]/);
        expect(skeleton.replace(/error #\d+/gi, '')).not.toMatch(/\d/);
      }),
    );
  });

  it('is settled: the skeleton of a skeleton is itself', () => {
    const mixed = fc.array(fc.oneof(data, fc.stringMatching(/^[a-zA-Z]{1,12}$/)), { maxLength: 12 }).map((list) => list.join(' '));
    fc.assert(fc.property(mixed, (text) => void expect(messageSkeleton(messageSkeleton(text))).toBe(messageSkeleton(text))));
  });

  it.each(slow)('reads a million times %j quickly', (unit) => {
    const started = performance.now();
    messageSkeleton(unit.repeat(1_000_000));
    messageSkeleton(`${unit.repeat(1_000)}!`);
    // Takes a few milliseconds; a pattern that backtracks would take minutes.
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('withoutIds', () => {
  it.each([
    ['users', 'users'],
    ['users-17', 'users-*'],
    ['deadbeef', 'deadbeef'],
    ['deadbeef-17', '*'],
    ['a1-b2-c3', 'a*-b*-c*'],
    ['3f9a.8c1b', '*'],
    ['userId=17', 'userId=*'],
    ['', ''],
  ])('%s becomes %s', (text, expected) => {
    expect(withoutIds(withoutNumbers(text))).toBe(expected);
  });
});

describe('a message without numbers', () => {
  it('is one for messages that differ in ids, numbers and addresses alone', () => {
    const kinds = (of: (id: string) => string): number => new Set(['7', '4711', '00000', 'a1'].map((id) => withoutNumbers(of(id)))).size;
    expect(kinds((id) => `order ${id} of user${id} from 10.0.0.${id} not found`)).toBe(2);
    expect(new Set(['3f2b8c1e-9d4a-4b6f-8e21-0a1b2c3d4e5f', '9a1b8c1e-1d4a-4b6f-9e21-5a1b2c3d4e5f'].map((id) => withoutNumbers(`order ${id} failed`))).size).toBe(1);
    expect(kinds((id) => `Minified React error #${id}`)).toBe(4);
  });
});
