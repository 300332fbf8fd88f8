import { readFileSync } from 'node:fs';
import { fakeRuntime } from '@tocsin/kit';
import { describe, expect, it } from 'vitest';
import { captureException } from '../client/capture';
import { initClient } from '../client/init-client';
import { close, flush, stats } from '../client/lifecycle';
import { addBreadcrumb } from '../client/scopes';
import { captureCheckIn } from '../items/check-in';
import { captureFeedback } from '../items/feedback';
import { logger } from '../items/logger';
import { serverRules } from '../stages/scrub-server-rules';
import { audit } from './audit';

interface Case {
  readonly name: string;
  readonly before: string;
  readonly secret: readonly string[];
  readonly after: string;
}

const { cases }: { readonly cases: { readonly secrets: readonly Case[] } } = JSON.parse(readFileSync(new URL('../../../../test/vectors/secrets-independent.json', import.meta.url), 'utf8'));

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

describe('secrets as they stand in real data', () => {
  it('leave by no kind of telemetry, and what was taken out is told by rule and number alone', async () => {
    const runtime = { ...fakeRuntime(), scrubRules: serverRules() };
    initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', flood: false, debug: true }, runtime);
    const leaks: string[] = [];
    for (const { name, before, secret: pieces, after } of cases.secrets) {
      const secret = pieces.join('');
      const text = before + secret + after;
      addBreadcrumb({ category: 'console', message: text, data: { arguments: [text] } });
      captureException(Object.assign(new Error(text, { cause: text }), { note: text }));
      const audited = audit('order.changed', { actor: { id: '7' }, target: [{ type: 'order', id: '8' }], reason: text, changes: { note: { old: text, new: text } } });
      logger.error('%s and %s', [text, 1], { note: text, bag: { deep: text } });
      captureFeedback({ message: text, url: text, source: text }, { attachments: [{ filename: 'a.log', data: `first\n${text}\nlast` }] });
      captureCheckIn({ monitorSlug: 'nightly', status: text as 'ok' });
      await flush(0);
      await audited;
      const sent = runtime.server.received.splice(0).flatMap(({ items }) => items.map(({ header, payload }) => JSON.stringify(header) + payload)).join('\n');
      expect(sent).toContain('order.changed');
      // Files go as they are; all else is JSON, some of it inside of JSON.
      if ([secret, inJson(secret), inJson(inJson(secret))].some((spelling) => sent.includes(spelling))) leaks.push(name);
    }
    expect(leaks).toEqual([]);

    const told = Object.entries(stats()).flatMap(([category, row]) => Object.entries(row.scrubbed ?? {}).map(([rule, count]) => ({ category, rule, count })));
    expect(new Set(told.map(({ category }) => category))).toEqual(new Set(['error', 'log_item', 'feedback', 'attachment', 'monitor']));
    expect(new Set(told.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(12);
    expect(told.every(({ count }) => Number.isInteger(count) && count > 0)).toBe(true);
    const shown = JSON.stringify([stats(), runtime.reported]);
    expect(runtime.reported.some(({ code }) => code === 'T3006')).toBe(true);
    expect(cases.secrets.filter(({ secret }) => secret.join('').length >= 6 && shown.includes(inJson(secret.join('')))).map(({ name }) => name)).toEqual([]);
    await close(0);
  }, 60_000);
});
