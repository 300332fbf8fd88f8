import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiJson } from './ascii-json';

describe('asciiJson', () => {
  it('writes everything beyond ASCII as escapes', () => {
    expect(asciiJson({ 'größe': 'naïve 東京 🛎' })).toBe(
      '{"gr\\u00f6\\u00dfe":"na\\u00efve \\u6771\\u4eac \\ud83d\\udece"}',
    );
  });

  it('is as long in bytes as in characters and reads back as it was, for any strings', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
    fc.assert(
      fc.property(fc.dictionary(texts, texts), (value) => {
        const text = asciiJson(value);
        expect(Buffer.byteLength(text)).toBe(text.length);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps lone surrogates, which UTF-8 could not carry', () => {
    expect(JSON.parse(asciiJson('a\ud800b'))).toBe('a\ud800b');
  });

  it('keeps lists where a library has given them a toJSON of its own', () => {
    const value = { list: [1, { of: ['a'] }], none: undefined };
    Reflect.defineProperty(Array.prototype, 'toJSON', { configurable: true, value: () => 'text' });
    try {
      expect(asciiJson(value)).toBe('{"list":[1,{"of":["a"]}]}');
      expect(asciiJson([value])).toBe('[{"list":[1,{"of":["a"]}]}]');
    } finally {
      Reflect.deleteProperty(Array.prototype, 'toJSON');
    }
  });

  it('writes null for what JSON has no word for', () => {
    expect([asciiJson(undefined), asciiJson(() => 1), asciiJson(Symbol('x'))]).toEqual(['null', 'null', 'null']);
  });

  it('stays on one line', () => {
    expect(asciiJson('a\nb\u2028c\r')).toBe('"a\\nb\\u2028c\\r"');
  });
});
