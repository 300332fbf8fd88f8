import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dsnProblem, dsnWarnings } from '../base/dsn-problem';
import type { Dsn } from './dsn';
import { isUsualDsn, readDsn } from './dsn';
import { dsnToString, envelopeUrl } from './endpoint';
import { parseDsn } from './parse-dsn';

interface DsnVector {
  readonly name: string;
  readonly input: string;
  readonly expected: { readonly ok: true; readonly dsn: Dsn; readonly warnings: number } | { readonly ok: false; readonly says: string };
  readonly why: string;
}

const vectors: readonly DsnVector[] = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/dsn.json', import.meta.url), 'utf8'),
);

describe('parseDsn', () => {
  it.each(vectors)('reads "$name" ($why)', ({ input, expected }) => {
    const result = parseDsn(input);
    if (expected.ok) {
      // `toEqual` takes a part that is undefined for one that is missing; `toMatchObject` would take any others.
      expect(result.ok && result.dsn).toEqual(expected.dsn);
      expect(result.ok && result.warnings.length).toBe(expected.warnings);
    } else {
      expect(result.ok).toBe(false);
      expect(!result.ok && result.problem.detail).toContain(expected.says);
    }
  });

  it('says what a DSN looks like, on one line, whenever it refuses', () => {
    const refused = vectors.filter((vector) => !vector.expected.ok);
    expect(refused.length).toBeGreaterThan(20);
    for (const { input } of refused) {
      const result = parseDsn(input);
      expect(result.ok).toBe(false);
      expect(!result.ok && result.problem.detail).toMatch(/^DSN is not usable: .+; expected https:\/\/<key>@<host>\/<project>$/);
    }
  });

  it('never repeats a secret, a key or anything else of the text', () => {
    const secret = 'c0ffee5ec4e7';
    for (const text of [`https://k e y:${secret}@host/1`, `https://key:${secret} @host/1`, `ftp://key:${secret}@host/1`, `https://key:${secret}@host:0/1`]) {
      const result = parseDsn(text);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(secret);
    }
    const unusual = parseDsn(`https://key:${secret}@host/project`);
    expect(unusual.ok && unusual.warnings.join()).not.toContain(secret);
  });

  it('knows what is wrong exactly where a DSN cannot be read, and warns exactly where it is unusual', () => {
    const part = fc.constantFrom('https', 'http', 'HTTP', 'ftp', '://', ':', '@', '/', '//', '?', '#', '[', ']', '[::1]', ' ', '\n', '\\', '-', '%', 'é', '0', '42', '65536', 'key', 'host.example', 'e12d836b15bb49d7bbf99e64295d995b', 'E12D836B-15bb49d7bbf99e64295d995b');
    const nearly = fc.record({ before: fc.constantFrom('https://', 'http://', ''), key: part, at: fc.constantFrom('@', ':s@', ':@', ''), host: part, port: fc.constantFrom('', ':1', ':0', ':65535', ':65536', ':'), path: part, project: part, after: fc.constantFrom('', '/', ' ') });
    const texts = fc.oneof(fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')), nearly.map(({ before, key, at, host, port, path, project, after }) => `${before}${key}${at}${host}${port}/${path}/${project}${after}`));
    fc.assert(
      fc.property(texts, (text) => {
        expect(dsnProblem(text) === undefined).toBe(readDsn(text) !== undefined);
        if (readDsn(text)) expect(dsnWarnings(text).length === 0).toBe(isUsualDsn(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws and never hangs, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { parseDsn(text); }), { numRuns: 500 });
    const started = performance.now();
    for (const text of [`https://${'a'.repeat(1e5)}`, `https://${'a:'.repeat(1e5)}@h/1`, `https://k@h${'/a'.repeat(1e5)}`, `https://k@${'['.repeat(1e5)}/1`, `https://k@h${'/a'.repeat(1e5)} `, `https://${'-'.repeat(1e5)}@h/1`]) {
      parseDsn(text);
      isUsualDsn(text);
    }
    // Linear work on 200 kB takes a few milliseconds; the bound is for a slow, shared machine.
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  const word = fc.stringMatching(/^[\w.~-]{1,12}$/);
  const dsns = fc.record(
    {
      scheme: fc.constantFrom('http' as const, 'https' as const),
      publicKey: word,
      host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6().map((address) => `[${address}]`)),
      port: fc.integer({ min: 1, max: 65_535 }),
      path: fc.array(word, { maxLength: 3 }).map((segments) => segments.map((segment) => `/${segment}`).join('')),
      projectId: word,
    },
    { requiredKeys: ['scheme', 'publicKey', 'host', 'path', 'projectId'] },
  );

  it('reads back what dsnToString writes', () => {
    fc.assert(
      fc.property(dsns, (dsn) => {
        expect(parseDsn(dsnToString(dsn))).toMatchObject({ ok: true, dsn });
      }),
    );
  });

  it('gives an envelope URL that a URL parser reads as meant', () => {
    fc.assert(
      fc.property(dsns, word, (dsn, client) => {
        const url = new URL(envelopeUrl(dsn, { auth: 'query', client }));
        expect(url.protocol).toBe(`${dsn.scheme}:`);
        expect(url.username + url.password + url.hash).toBe('');
        expect(Object.fromEntries(url.searchParams)).toEqual({ sentry_version: '7', sentry_key: dsn.publicKey, sentry_client: client });
      }),
    );
  });
});
