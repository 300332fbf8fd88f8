import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeEnvelope, type DecodedEnvelope } from './decode';

const root = new URL('../../../../../shared/data/envelopes/', import.meta.url);
const present = existsSync(root);
if (!present && process.env['CI'] !== 'true') {
  console.log('samples.test.ts: skipped, because ../shared/data/envelopes is not there');
}

const bodyOf = (name: string): Buffer => readFileSync(new URL(name, root));

const envelopeOf = (name: string): DecodedEnvelope => {
  const result = decodeEnvelope(bodyOf(name));
  if (!result.ok) throw new Error(`${name}: ${result.problem.detail}`);
  return result.envelope;
};

const typesOf = (name: string): readonly string[] => envelopeOf(name).items.map(({ header }) => header.type);
const payloadsOf = (name: string): readonly string[] => envelopeOf(name).items.map(({ payload }) => Buffer.from(payload).toString('latin1'));
const eventsOf = (name: string): readonly Record<string, unknown>[] =>
  envelopeOf(name).items.filter(({ header }) => header.type === 'event').map(({ payload }) => JSON.parse(Buffer.from(payload).toString()));

/** Declared length larger than the bytes left: a strict reader must say no. */
const cutOff: Readonly<Record<string, string>> = {
  'spotlight/envelope_flutter_replay.bin': 'length_past_end',
  'spotlight/envelope_with_screenshot.bin': 'length_past_end',
  'spotlight/profile_chunk_1.txt': 'length_past_end',
  'glitchtip/truncated.envelope': 'length_past_end',
};

describe.skipIf(!present && process.env['CI'] !== 'true')('envelopes of other SDKs', () => {
  const names = present ? ['spotlight', 'glitchtip'].flatMap((folder) => readdirSync(new URL(`${folder}/`, root)).map((name) => `${folder}/${name}`)) : [];

  it('are all there', () => {
    expect(names.filter((name) => name.startsWith('spotlight/'))).toHaveLength(29);
    expect(names.filter((name) => name.startsWith('glitchtip/'))).toHaveLength(5);
  });

  it.each(names)('%s is read, or refused with the reason', (name) => {
    const result = decodeEnvelope(bodyOf(name));
    expect(result.ok ? 'read' : result.problem.code).toBe(cutOff[name] ?? 'read');
    if (!result.ok) expect(result.problem.detail).toMatch(/^item \d+: length is \d+, but only \d+ bytes follow$/);
  });

  it('an empty header object alone is a valid envelope', () => {
    expect(envelopeOf('spotlight/envelope_empty.txt')).toEqual({ header: {}, items: [] });
  });

  it('two items may have empty payloads', () => {
    expect(payloadsOf('spotlight/envelope_empty_payload.txt')).toEqual(['', '']);
  });

  it.each([
    ['spotlight/envelope_no_len_w_eof.txt', 'helloworld'],
    ['spotlight/envelope_no_len_w_new_line.txt', 'helloworld'],
    ['spotlight/envelope_no_len_w_eof_empty_headers.txt', '{"started": "2020-02-07T14:16:00Z","attrs":{"release":"sentry-test@1.0.0"}}'],
  ])('%s: an item without length ends with its line or the body', (name, payload) => {
    expect(payloadsOf(name)).toEqual([payload]);
  });

  it('byte order mark and CR LF inside a measured payload stay', () => {
    expect(payloadsOf('spotlight/envelope_binary.bin')).toEqual(['\xef\xbb\xbfHello\r\n', '{"message":"hello world","level":"error"}']);
  });

  it('event, session and attachment share an envelope', () => {
    expect(typesOf('spotlight/application_x_sentry_envelope-1706290053204.txt')).toEqual(['event', 'session', 'attachment']);
  });

  it.each(['css', 'json', 'text'])('event without length is followed by an attachment with length (%s)', (kind) => {
    expect(typesOf(`spotlight/envelope_with_${kind}.txt`)).toEqual(['event', 'attachment']);
  });

  it.each([
    ['spotlight/log_envelope.txt', 'log'],
    ['spotlight/envelope_with_ansi_logs.txt', 'log'],
    ['spotlight/envelope_php_metrics.txt', 'statsd'],
    ['spotlight/envelope_with_only_span.txt', 'span'],
    ['glitchtip/unknown_item.envelope', 'quantum_report'],
  ])('%s holds an item of type %s', (name, type) => {
    expect(typesOf(name)).toContain(type);
  });

  it.each(['spotlight/envelope_angular.txt', 'spotlight/envelope_php.txt', 'spotlight/envelope_php_error.txt', 'glitchtip/header_dsn_only.envelope'])(
    '%s carries a DSN in its header',
    (name) => {
      expect(typeof envelopeOf(name).header['dsn']).toBe('string');
    },
  );

  it('every event in them is a JSON object', () => {
    const events = names.filter((name) => !(name in cutOff)).flatMap(eventsOf);
    expect(events.length).toBeGreaterThanOrEqual(10);
    for (const event of events) expect(Object.keys(event).length).toBeGreaterThan(0);
  });
});
