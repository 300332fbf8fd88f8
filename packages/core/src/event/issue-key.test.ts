import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event, StackFrame } from './event';
import { createIssueNamer, type IssueParts } from './issue-key';
import { issueKeyOfEvent } from './issue-of-event';

const issueKey = (parts: IssueParts): string => createIssueNamer()(parts, parts.fingerprint).key;

const keyOfFile = (filename: string): string => issueKey({ type: 'Error', message: 'x', frame: { filename, function: 'render' } });

/** The finished event that the SDK makes of such a failure. */
const eventOf = ({ fingerprint, type, code, message, template, frame }: IssueParts): Partial<Event> => ({
  ...(fingerprint && { fingerprint: [...fingerprint] }),
  ...(type === undefined
    ? { logentry: template ? { message: template, params: ['a'], formatted: 'filled in' } : { message: message ?? '', formatted: message ?? '' } }
    : {
        exception: {
          values: [
            { type: 'Cause', value: 'a cause comes before the error' },
            {
              type,
              value: message ?? '',
              ...(frame && { stacktrace: { frames: [frame, { filename: 'node:fs', function: 'open', in_app: false }] } }),
              ...(code !== undefined && { mechanism: { type: 'generic', data: { code } } }),
            },
          ],
        },
      }),
});

describe('issueKey', () => {
  it('tells two failures in one shared helper apart by their code', () => {
    const frame: StackFrame = { filename: '/srv/app/request.js', function: 'request' };
    const keyOf = (code: string): string => issueKey({ type: 'Error', code, message: 'request failed', frame });
    expect(new Set(['ENOENT', 'ECONNREFUSED', 'ETIMEDOUT'].map(keyOf)).size).toBe(3);
  });

  it('is the same for one failure with other ids in the message', () => {
    const keyOf = (id: string): string => issueKey({ type: 'NotFoundError', message: `No user ${id} in shop 'a${id}'` });
    expect(keyOf('17')).toBe(keyOf('3f2b8c1e-9d4a-4b6f-8e21-0a1b2c3d4e5f'));
  });

  it('tells types, messages, files and functions apart', () => {
    const parts = { type: 'Error', message: 'x', frame: { filename: 'a.js', function: 'load' } };
    const keys = [
      parts,
      { ...parts, type: 'TypeError' },
      { ...parts, message: 'y' },
      { ...parts, frame: { ...parts.frame, filename: 'b.js' } },
      { ...parts, frame: { ...parts.frame, function: 'save' } },
    ].map(issueKey);
    expect(new Set(keys).size).toBe(5);
  });

  it('does not mix up its parts', () => {
    expect(issueKey({ type: 'E', code: 'x' })).not.toBe(issueKey({ type: 'E', message: 'x' }));
  });

  it('survives a deploy: file names with any hash of a bundler give one key', () => {
    const signs = (alphabet: string, length: number) => fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((list) => list.join(''));
    const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const hex = '0123456789abcdef';
    const named = (names: readonly string[], hash: fc.Arbitrary<string>) => [names, hash] as const;
    const bundlers = [
      named(['main-', 'chunk-', 'polyfills-'], signs(base32, 8)),
      // A hash of small letters only looks like a name: one in 2,000 of base 64, one in 2,500 of hex.
      named(['index-', 'user-list-'], signs(base64, 8).filter((hash) => /[A-Z\d]/.test(hash))),
      named(['app.', 'main.'], signs(hex, 8).filter((hash) => /\d/.test(hash))),
      named(['page-', 'runtime.'], signs(hex, 16).filter((hash) => /\d/.test(hash))),
      named(['app.'], signs(hex, 20).filter((hash) => /\d/.test(hash))),
    ];
    for (const [names, hash] of bundlers) {
      fc.assert(
        fc.property(fc.constantFrom(...names), hash, hash, fc.constantFrom('.js', '.mjs', '.chunk.js', '.min.js'), (name, one, other, end) => {
          expect(keyOfFile(`https://a.example/assets/${name}${one}${end}`)).toBe(keyOfFile(`https://b.example/static/${name}${other}${end}?v=2`));
        }),
        { numRuns: 1_000 },
      );
    }
  });

  it('keeps the names of source files apart', () => {
    const names = ['UserCard.tsx', 'UserList.tsx', 'user-card.ts', 'users.service.ts', 'orders.service.ts', 'page.tsx', 'route.ts', 'index.js', '[id].ts', 'web.config.ts'];
    expect(new Set(names.map((name) => keyOfFile(`/srv/app/${name}`))).size).toBe(names.length);
  });

  it('has at most 1,000 characters', () => {
    const long = 'x'.repeat(5_000);
    expect(issueKey({ type: long, code: long, message: long, frame: { filename: long, function: long } })).toHaveLength(1_000);
    expect(issueKey({ fingerprint: [long, long] })).toHaveLength(1_000);
  });

  it('reads hostile names of files and functions quickly', () => {
    const started = performance.now();
    for (const unit of ['-', '-a', '.', 'a', 'A', '/', '\\', '?', '1', '_', '~a1']) {
      const name = unit.repeat(1_000_000);
      issueKey({ type: 'Error', frame: { filename: name, function: name } });
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('issueKeyOfEvent', () => {
  it('gives the SDK’s own key', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const frame = fc.record({ filename: text, function: text, in_app: fc.constant(true) });
    const error = fc.record({ type: text, message: text, code: fc.oneof(text, fc.integer()), frame, fingerprint: fc.array(text) }, { requiredKeys: ['type', 'message'] });
    const message = fc.oneof(fc.record({ message: text }), fc.record({ template: fc.string({ minLength: 1, maxLength: 60 }) }));
    fc.assert(
      fc.property(fc.oneof(error, message), (parts) => {
        const overTheWire: Partial<Event> = JSON.parse(JSON.stringify(eventOf(parts)));
        expect(issueKeyOfEvent(overTheWire)).toBe(issueKey(parts));
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, whatever a server is sent', () => {
    const shape = fc.record(
      {
        fingerprint: fc.jsonValue(),
        message: fc.jsonValue(),
        logentry: fc.oneof(fc.jsonValue(), fc.record({ message: fc.jsonValue(), params: fc.jsonValue(), formatted: fc.jsonValue() })),
        exception: fc.oneof(
          fc.jsonValue(),
          fc.record({
            values: fc.oneof(
              fc.jsonValue(),
              fc.array(fc.record({ type: fc.jsonValue(), value: fc.jsonValue(), mechanism: fc.jsonValue(), stacktrace: fc.record({ frames: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())) }) })),
            ),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(shape, (event) => void expect(issueKeyOfEvent(event as Partial<Event>)).toBeTypeOf('string')), { numRuns: 1_000 });
  });
});
