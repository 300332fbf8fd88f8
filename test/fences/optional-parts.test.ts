import { describe, expect, it } from 'vitest';
import { bytesOf } from '../../scripts/bytes/bundle.mjs';
import { bundles } from '../../scripts/bytes/bundles.mjs';

/** Modules of optional parts, by bundle, and the bytes (gzip) that the part may add to a page. A bar may only go down. */
const parts: Readonly<Record<string, { readonly modules: readonly string[]; readonly bar: number }>> = {
  logs: { modules: ['last-word', 'log-batch', 'logger', 'logs', 'parcel-of', 'with-part'], bar: 1650 },
  'check-ins': { modules: ['check-in', 'last-word', 'parcel-of', 'with-part'], bar: 800 },
  feedback: { modules: ['feedback', 'last-word', 'parcel-of', 'with-part'], bar: 850 },
  sessions: { modules: ['error-weight', 'last-word', 'parcel-of', 'session', 'session-attributes', 'with-part'], bar: 860 },
  flags: { modules: ['feature-flags'], bar: 180 },
};

const measure = (name: string) => bytesOf(bundles[name] ?? '');
const ITEMS = /^packages\/core\/src\/items\/(.+)\.ts$/;
const itemModules = ({ shares }: Awaited<ReturnType<typeof measure>>): readonly string[] => shares.flatMap(({ file }) => ITEMS.exec(file)?.[1] ?? []).toSorted();

describe('an optional kind of telemetry', async () => {
  const without = await measure('page');

  it('adds nothing to a page that does not import it', () => {
    expect(without.shares.length).toBeGreaterThan(20);
    expect(itemModules(without)).toEqual([]);
  });

  it.each(Object.entries(parts))('brings its own modules alone, and few bytes: %s', async (name, { modules, bar }) => {
    const page = await measure(name);
    expect(itemModules(page)).toEqual(modules);
    expect(page.gzip - without.gzip).toBeLessThanOrEqual(bar);
  });
});
