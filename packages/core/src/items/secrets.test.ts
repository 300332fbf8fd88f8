import { readFileSync } from 'node:fs';
import type { FakeRuntime } from '@tocsin/kit';
import { closeOn, fakeRuntime } from '@tocsin/kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initClient } from '../client/init-client';
import { flush } from '../client/lifecycle';
import { setUser } from '../client/scopes';
import { captureCheckIn } from './check-in';
import { captureFeedback } from './feedback';
import { logger } from './logger';
import { captureSession, startSession } from './session';

interface Case {
  readonly name: string;
  readonly kind: string;
  readonly before: string;
  readonly secret: readonly string[];
  readonly after: string;
}

const { cases }: { readonly cases: { readonly secrets: readonly Case[]; readonly innocents: readonly { readonly input: string }[] } } = JSON.parse(
  readFileSync(new URL('../../../../test/vectors/scrub.json', import.meta.url), 'utf8'),
);

let runtime: FakeRuntime;
beforeEach(() => {
  runtime = fakeRuntime();
  initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', release: 'shop@1' }, runtime);
});
afterEach(() => closeOn(runtime));

/** All texts in a JSON value, keys among them. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : [];

/** Everything that left, as it reads. */
const leaving = async (): Promise<string> => {
  await flush();
  return runtime.server.received
    .flatMap(({ items }) => items.flatMap(({ header, payload }) => [...textsIn(header), ...(header['type'] === 'attachment' ? [payload] : textsIn(JSON.parse(payload)))]))
    .join('\n');
};

/** A template literal whose only value is the secret. */
const template = (before: string, secret: string, after: string) => logger.fmt(Object.assign([before, after], { raw: [before, after] }), secret);

describe('the corpus of secrets', () => {
  it('is large', () => {
    expect(cases.secrets.length).toBeGreaterThanOrEqual(300);
  });

  it.each(cases.secrets.map((known) => [known.name, known] as const))('does not leave by logs, check-ins, feedback, sessions: %s', async (_name, { kind, before, secret: pieces, after }) => {
    const secret = pieces.join('');
    const text = before + secret + after;
    logger.info(text, { note: text, list: [text], bag: { deep: text }, [text]: 1 });
    logger.info(template(before, secret, after));
    captureFeedback({ message: text, url: text, source: text, tags: { note: text } }, { attachments: [{ filename: text, data: `first line\n${text}\nlast line`, contentType: text }] });
    captureCheckIn({ monitorSlug: 'nightly', status: text as 'ok', checkInId: text });
    // Where somebody is named on purpose, e-mail and IP addresses may stand.
    if (!['email', 'ipv4', 'ipv6'].includes(kind)) {
      captureFeedback({ message: 'x', name: text, email: text, associatedEventId: text });
      captureCheckIn({ monitorSlug: text, status: 'ok' }, { schedule: { type: 'crontab', value: text }, timezone: text, owner: text });
      setUser({ id: text });
      startSession();
      captureSession();
    }
    expect((await leaving()).includes(secret)).toBe(false);
  });

  it('leaves innocent texts alone, but for one in a hundred', async () => {
    for (const { input } of cases.innocents) logger.info(input, { note: input });
    await flush();
    const bodies = (runtime.server.items('log') as { items: { body: string; attributes: { note: { value: string } } }[] }[]).flatMap(({ items }) => items);
    const changed = cases.innocents.filter(({ input }, index) => input.length <= 8192 && (bodies[index]?.body !== input || bodies[index].attributes.note.value !== input));
    expect(bodies).toHaveLength(cases.innocents.length);
    expect(changed.length).toBeLessThanOrEqual(cases.innocents.length / 100);
  });
});
