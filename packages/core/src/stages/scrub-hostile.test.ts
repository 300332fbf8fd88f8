import { describe, expect, it } from 'vitest';
import { serverRules } from './scrub-server-rules';
import { valueRules } from './scrub-rules';

/** What patterns may begin to match, or look back over, at each place of a text. */
const pieces = ['a', '1', 'a1', 'é', '密', ' ', '\n', '-', '.', ':', '=', '/', '@', '%', '"', "'", '\\', '<', '[', '(', '{', 'a.', 'a=b', 'a:b ', '1 ', '1-', '1111 ', '%22', '://', '<a>', '["a","', '--token ', '-u a:', '-U a%', '-p', '-p1', 'openssl -k ', 'set ', 'set a=', 'login a password ', 'password is ', 'key: ', 'name: a\n value: ', 'name="a" value="', '"d":"a', '/reset/a/', 'form-data; name="a"\n', 'token ', 'eyJ', 'bearer ', 'DE00 AAAA ', "insert into a (b) values ('"];

/** Characters: where a text is looked at once for each of its places, it takes minutes. */
const LENGTH = 400_000;

describe('a long text of one piece', () => {
  it.each(pieces)('%j takes no rule long', (piece) => {
    const text = piece.repeat(LENGTH / piece.length);
    // As if each had met what makes it look at all.
    for (const { pattern } of [...valueRules, ...serverRules()]) expect(text.replace(pattern, '').length).toBeLessThanOrEqual(text.length);
  });
});
