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

  it('leaves out half of a surrogate pair, and nothing else', () => {
    expect(asciiJson({ 'a\ud800b': '\udfff\ud83d\ude00\ud83d', lists: ['\udc00\ud800'] })).toBe('{"ab":"\\ud83d\\ude00","lists":[""]}');
    const escaped = ['\\ud800', '\\\ud800', '"\\"\ud9ff\n', '\u0000\\udc00', '\ud7ff\ue000'];
    expect(JSON.parse(asciiJson(escaped))).toEqual(['\\ud800', '\\', '"\\"\n', '\u0000\\udc00', '\ud7ff\ue000']);
    // Any units: pairs, halves, and what looks like their escapes.
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7ff, max: 0xe000 })).map((code) => String.fromCharCode(code));
    const units = fc.array(fc.oneof(fc.constantFrom('\\', 'u', 'd8', '00', '"', '\n', '\\ud', 'e000'), unit)).map((all) => all.join(''));
    fc.assert(fc.property(units, (text) => { expect(JSON.parse(asciiJson(text))).toBe(text.replace(/\p{Surrogate}/gu, '')); }), { numRuns: 1000 });
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
