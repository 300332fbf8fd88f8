import { fakeRuntime, placesOf, settle } from '@tocsin/kit';
import type { SecretCase } from '@tocsin/kit/secret-vectors';
import { secretOf, secretVectors, textOf } from '@tocsin/kit/secret-vectors';
import { describe, expect, it } from 'vitest';
import { createClient } from '../client/create-client';
import type { Runtime } from '../client/runtime';
import { emptyScopeData } from '../scope/scope-data';
import { createEventMemory } from './event-memory';
import type { ValueRule } from './scrub-rules';
import { serverRules } from './scrub-server-rules';
import { createScrubber } from './scrubber';

const cases = secretVectors('secrets-independent.json');

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What of a secret can still be read: any half of it (six characters at least) that does not stand beside it as well. */
const rest = (known: SecretCase, sent: string): string | undefined => {
  const secret = inJson(secretOf(known));
  const around = `${inJson(known.before)} ${inJson(known.after)}`;
  const half = Math.min(secret.length, Math.max(6, Math.ceil(secret.length / 2)));
  return Array.from({ length: secret.length - half + 1 }, (_, at) => secret.slice(at, at + half)).find((piece) => sent.includes(piece) && !around.includes(piece));
};

const hosts: readonly { readonly host: string; readonly scrubRules: readonly ValueRule[]; readonly createMemory?: Runtime['createMemory']; readonly secrets: readonly SecretCase[] }[] = [
  { host: 'a server', scrubRules: serverRules(), createMemory: createEventMemory, secrets: cases.secrets },
  { host: 'a page', scrubRules: [], secrets: cases.secrets.filter(({ where }) => where !== 'server') },
];

describe('secrets as they stand in real data', () => {
  it('are many, of many kinds, in a page too', () => {
    for (const { secrets } of hosts) {
      expect(secrets.length).toBeGreaterThanOrEqual(120);
      expect(new Set(secrets.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
    }
  });

  it.each(hosts)('leave from no place of an event of $host, not even by halves', async ({ secrets, scrubRules, createMemory }) => {
    const runtime = { ...fakeRuntime(), scrubRules, createMemory };
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', flood: false }, runtime);
    const leaks: string[] = [];
    for (const known of secrets) {
      client.capture({ issueParts: () => ({ message: 'one' }), build: () => placesOf(textOf(known)) }, {}, emptyScopeData);
      await settle();
      const sent = runtime.server.received.splice(0).at(-1);
      expect(sent?.event).toBeDefined();
      const left = rest(known, JSON.stringify(sent?.event));
      if (left !== undefined) leaks.push(`${known.name}: ${left}`);
    }
    expect(leaks).toEqual([]);
    await client.close(0);
  }, 60_000);

  it.each(hosts)('come out the same the second time, on $host', ({ secrets, scrubRules }) => {
    const scrub = (text: string): string => createScrubber({}, () => {}, scrubRules).text(text, () => {});
    for (const known of secrets) expect(scrub(scrub(textOf(known)))).toBe(scrub(textOf(known)));
  });

  it.each(hosts)('innocent text stays as it is on $host, but for one in a hundred', ({ scrubRules }) => {
    const scrub = (text: string): string => createScrubber({}, () => {}, scrubRules).text(text, () => {});
    const changed = cases.innocents.filter(({ input }) => scrub(input) !== input).map(({ name, input }) => `${name}: ${input} → ${scrub(input)}`);
    expect(cases.innocents.length).toBeGreaterThanOrEqual(200);
    expect(changed.length, changed.join('\n')).toBeLessThanOrEqual(cases.innocents.length / 100);
  });

  // A tenth of a second each; what looks ahead to the end from every place takes more than the test may.
  it.each([' --token ', 'token ', 'api key: \'', '$2b$10$', 'x: y = "', 'a||"', '("a", "', ' -u a:', ' -p ', 'login ', "password '", '<a>', '<a>b', 'dp.aa.', 'a.atlasv1.', 'authorization: a ', ' =>', '"=>', '://a#', '://a\\', '://a@', '\\', ' --key \\', 'x%40', 'é', '密码：', "identified by '", 'EAA', 'mysql -p', ' -p', 'mysql ', "field: 'a', content: '", 'content: ', 'form-data; name="a"\n', 'form-data; name="a"\n\n', '%22', '%2522', '%22a%22%3A%22', 'AWS4-HMAC-SHA256 ', "--token', '", "name: 'a', value: '", "['a', '", "['a", ' -a ', 'redis-cli -a ', 'zip -P', 'ldap', '<a b>', '<![CDATA[', '<a><![CDATA[b', 'setToken("', 'set', 'a :=', 'name="a" value="', 'response="a', 'response="'])(
    'takes time in proportion to the text: a quarter of a megabyte of %s',
    (piece) => {
      const text = piece.repeat(262_144 / piece.length);
      expect(typeof createScrubber({}, () => {}, serverRules()).text(text, () => {})).toBe('string');
    },
    8000,
  );
});
