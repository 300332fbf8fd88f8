import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../scripts/bytes/bundle.mjs';
import { bundles } from '../../scripts/bytes/bundles.mjs';
import { root } from './root';

/**
 * Modules of optional parts, by bundle, and the bytes that they may take, minified. Before gzip, because
 * what gzip makes of them depends on the rest of the page: a bar on that would move with every change
 * of core. It makes some 40 % of it. A bar may only go down.
 */
const parts: Readonly<Record<string, { readonly modules: readonly string[]; readonly bar: number }>> = {
  logs: { modules: ['channel', 'item-hook', 'log-batch', 'logger', 'logs'], bar: 4000 },
  'check-ins': { modules: ['channel', 'check-in', 'send-plain'], bar: 1880 },
  feedback: { modules: ['channel', 'feedback', 'item-hook'], bar: 3170 },
  sessions: { modules: ['channel', 'send-plain', 'session', 'session-attributes', 'session-outcome'], bar: 2350 },
  audit: { modules: ['audit/audit', 'audit/audit-event', 'audit/current-masquerade', 'audit/masquerade', 'audit/parties'], bar: 2950 },
  integrations: { modules: ['dedupe', 'extra-error-data', 'linked-errors', 'rewrite-frames'], bar: 3100 },
  flags: { modules: ['feature-flags'], bar: 285 },
};

const measure = (name: string) => bytesOf(bundles[name] ?? '');
const OPTIONAL = /^packages\/core\/src\/(?:items\/|(?=audit\/))(.+)\.ts$/;
const optionalModules = ({ shares }: Awaited<ReturnType<typeof measure>>): readonly string[] => shares.flatMap(({ file }) => OPTIONAL.exec(file)?.[1] ?? []).toSorted();

describe('an optional kind of telemetry', async () => {
  const without = await measure('page');

  it('adds nothing to a page that does not import it', () => {
    expect(without.shares.length).toBeGreaterThan(20);
    expect(optionalModules(without)).toEqual([]);
  });

  it.each(['client/spotlight', 'client/trace-meta-tags', 'client/trace-propagation', 'transport/multiplexed', 'transport/route-matcher', 'base/canonical-json', 'base/explain'])('and neither does %s', (module) => {
    expect(existsSync(join(root, `packages/core/src/${module}.ts`))).toBe(true);
    expect(without.shares.map(({ file }) => file)).not.toContain(`packages/core/src/${module}.ts`);
  });

  it.each(Object.entries(parts))('brings its own modules alone, and few bytes: %s', async (name, { modules, bar }) => {
    const page = await measure(name);
    expect(optionalModules(page)).toEqual(modules);
    expect(page.shares.filter(({ file }) => OPTIONAL.test(file)).reduce((sum, { minified }) => sum + minified, 0)).toBeLessThanOrEqual(bar);
  });
});

describe('a page with all defaults', async () => {
  const { shares } = await measure('browser');
  const files = shares.map(({ file }) => file.replace(/^packages\/(browser|core)\/src\//, '$1/'));

  it('has all of them', () => {
    expect(files).toEqual(expect.arrayContaining(['browser-api-errors', 'breadcrumbs', 'browser-session', 'global-handlers', 'http-context', 'last-words', 'trace-propagation'].map((name) => `browser/integrations/${name}.ts`)));
    expect(files).toContain('browser/spool/page-spool.ts');
  });

  it('carries nothing that it did not ask for', () => {
    const asked = /^browser\/(?:consent|early-errors|dialog|react|show-report-dialog|integrations\/(?:context-lines|csp-violations|reporting-observer|third-party-error-filter))|^core\/(?:audit|http)\/|^core\/base\/explain|^core\/items\/(?:logger|log-batch|feedback|check-in|feature-flags)/;
    expect(files.filter((file) => asked.test(file))).toEqual([]);
  });
});
