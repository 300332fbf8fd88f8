import { fakeRuntime, settle } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../base/diagnostics';
import { emptyScopeData } from '../scope/scope-data';
import type { Event } from '../event/event';
import type { ClientOptions } from './client';
import { createClient } from './create-client';
import { normalise } from '../stages/normalise';
import { postpone } from '../stages/postpone';
import { createScrubber } from '../stages/scrubber';

const using = (options: ClientOptions) => {
  const reported: Diagnostic[] = [];
  const found: string[] = [];
  const scrubber = createScrubber(options, (diagnostic) => void reported.push(diagnostic));
  return { reported, found, scrubber, scrub: (text: string) => scrubber.text(text, (rule) => void found.push(rule)) };
};
/** For what a JavaScript caller may pass. */
const wrong = (scrub: unknown): ClientOptions => JSON.parse(JSON.stringify({ scrub }));

describe('the option scrub', () => {
  it('switches a rule off by name', () => {
    const { scrub, found } = using({ scrub: { off: ['email', 'key'] } });
    expect(scrub('jane@example.com from 91.2.3.44')).toBe('jane@example.com from [Filtered]');
    expect(found).toEqual(['ip']);
    expect(using({ scrub: { off: ['key'] } }).scrubber.isSecret('password', false)).toBe(false);
  });

  it('adds rules, with or without the flag g, with a text or a function in place of the match', () => {
    const pattern = /KD-\d+/;
    const { scrub, found } = using({ scrub: { add: [{ name: 'customer', pattern, replace: 'KD-*' }, { name: 'shout', pattern: /[A-Z]{6,}/y, replace: (match) => match.toLowerCase() }] } });
    expect(scrub('KD-17 and KD-4 are LOUDLY here')).toBe('KD-* and KD-* are loudly here');
    expect(found).toEqual(['customer', 'customer', 'shout']);
    expect(pattern.lastIndex).toBe(0);
  });

  it('filters all the same when a function of the app throws or answers with nonsense, and says so', () => {
    const { scrub, reported } = using({
      scrub: {
        add: [
          { name: 'thrower', pattern: /aaa/, replace: () => { throw new Error('no'); } },
          { name: 'counter', pattern: /ccc/, replace: () => 3 as unknown as string },
          { name: 'empty', pattern: /x*/ },
        ],
      },
    });
    expect(scrub('bbbaaabbbccc')).toBe('bbb[Filtered]bbb[Filtered]');
    expect(reported).toMatchObject([{ code: 'T2001', detail: 'scrub.thrower threw' }, { code: 'T2001', detail: 'scrub.counter threw', cause: new Error('answered no text') }]);
  });

  it('lets through what is allowed, by text or pattern, under secret keys too', () => {
    const { scrub, scrubber } = using({ scrub: { allow: ['support@example.com', /^test-/g] } });
    expect(scrub('support@example.com, jane@example.com')).toBe('support@example.com, [Filtered]');
    expect(['password=test-1', 'password=test-2', 'password=best-3'].map(scrub)).toEqual(['password=test-1', 'password=test-2', 'password=[Filtered]']);
    expect(scrubber.underKey('test-4', () => {})).toBe('test-4');
  });

  it('takes further words for keys, in objects and in text', () => {
    const { scrub, scrubber } = using({ scrub: { keys: ['customerNo', 'Kennwort'] } });
    expect(scrubber.isSecret('old_customer_no', false)).toBe(true);
    expect(scrub('kennwort=geheim')).toBe('kennwort=[Filtered]');
  });

  it('puts another text in place of secrets, and knows it again', () => {
    const options: ClientOptions = { scrub: { replacement: 'REDACTED' } };
    const once = using(options).scrub('password=hunter22 and "token": "abcdef"');
    expect(once).toBe('password=REDACTED and "token": "REDACTED"');
    const { scrub, found } = using(options);
    expect(scrub(once)).toBe(once);
    expect(found).toEqual([]);
  });

  it('says what it cannot use, once for each, and uses the rest', () => {
    const { scrub, reported } = using(wrong({ off: ['nonsense'], add: [{ name: 'x' }], allow: 5, keys: [1], replacement: 7 }));
    expect(reported.map(({ code, detail = '' }) => `${code} ${detail.split(' ')[0]}`)).toEqual(['T1003 scrub.off', 'T1003 scrub.replacement', 'T1003 scrub.add', 'T1003 scrub.keys', 'T1003 scrub.allow']);
    expect(scrub('password=hunter22')).toBe('password=[Filtered]');
    expect(using(wrong(null)).scrub('password=hunter22')).toBe('password=[Filtered]');
  });
});

describe('a rule of the app\'s own', () => {
  const pin: ClientOptions = { scrub: { add: [{ name: 'pin', pattern: /^\d{4}$/ }] } };
  const extra = { text: '1234', number: 1234, minus: -1234, long: 12_345, list: [1234, 7], huge: 1234n, yes: true, none: null, '4321': 'key' };

  it.each(['at once', 'later'])('sees short texts and small numbers of the app, %s', async (when) => {
    const runtime = { ...fakeRuntime(), ...(when === 'later' && { postpone }) };
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...pin }, runtime);
    const frames = [{ filename: 'a.js', lineno: 1234, colno: 7, vars: { pin: 1234 } }];
    client.capture({ issueParts: () => ({ message: 'one' }), build: () => ({ message: '1234', exception: { values: [{ type: 'Error', stacktrace: { frames } }] } }) }, {}, { ...emptyScopeData, extra, tags: { pin: '1234' } });
    await settle();
    expect(runtime.server.events()[0]).toMatchObject({
      message: '[Filtered]',
      exception: { values: [{ stacktrace: { frames: [{ lineno: 1234, colno: 7, vars: { pin: '[Filtered]' } }] } }] },
      extra: { text: '[Filtered]', number: '[Filtered]', minus: -1234, long: 12_345, list: ['[Filtered]', 7], huge: '[Filtered]', yes: true, none: null, '[Filtered]': 'key' },
      tags: { pin: '[Filtered]' },
    });
    expect(client.stats().error?.scrubbed).toEqual({ pin: 8 });
  });

  it('leaves alone what is neither text nor number', () => {
    const { scrubber } = using({ scrub: { add: [{ name: 'all', pattern: /.+/ }] } });
    const options = { normalizeDepth: 3, normalizeMaxBreadth: 20, maxValueLength: 100, totalLength: 5000, describe: () => undefined, scrubber };
    expect(normalise({ extra: { a: [true, false, null, undefined, 0], b: undefined } }, options, { onFiltered: () => {} })).toEqual({ extra: { '[Filtered]': [true, false, null, null, '[Filtered]'] } });
  });

  it('alone makes short texts worth a look', () => {
    const { scrub, found } = using({ scrub: { off: ['card'] } });
    expect(['1234', 'a@b.c', ''].map(scrub)).toEqual(['1234', 'a@b.c', '']);
    expect(found).toEqual([]);
  });
});

describe('personal data', () => {
  const event: Partial<Event> = { message: 'jane@example.com from 91.2.3.44', user: { id: '1', email: 'jane@example.com', ip_address: '91.2.3.44', note: 'jane@example.com' } };
  const sent = async (options: ClientOptions) => {
    const runtime = fakeRuntime();
    const client = createClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', ...options }, runtime);
    client.capture({ issueParts: () => ({ message: 'one' }), build: () => event }, {}, emptyScopeData);
    await settle();
    return { event: runtime.server.events()[0], stats: client.stats(), reported: runtime.reported };
  };

  it('stays here, but for what the app says of its user', async () => {
    expect((await sent({})).event).toMatchObject({ message: '[Filtered] from [Filtered]', user: { email: 'jane@example.com', ip_address: '91.2.3.44', note: '[Filtered]' } });
  });

  it('leaves when the app says so', async () => {
    expect((await sent({ sendDefaultPii: true })).event).toMatchObject(event);
  });

  it('is counted by rule, in stats() and for debug, never shown', async () => {
    const { event: received, stats, reported } = await sent({ debug: true });
    expect(stats.error?.scrubbed).toEqual({ email: 2, ip: 1 });
    expect(reported).toMatchObject([{ code: 'T3006', detail: `email × 2, ip × 1 in event ${received?.event_id}` }]);
  });

  it('is not counted again by the walk after a hook', async () => {
    const { stats } = await sent({ beforeSend: (gated) => ({ ...gated, extra: { more: 'password=hunter22' } }) });
    expect(stats.error?.scrubbed).toEqual({ email: 2, ip: 1, pair: 1 });
  });
});
