/**
 * What adding a breadcrumb costs, when the scope already holds a hundred: median of a thousand, of text
 * never seen before. Run it with `node test/bench/run.mjs breadcrumb`.
 */
import { addBreadcrumb, getIsolationScope } from '../../packages/core/src/client/scopes';
import { initClient } from '../../packages/core/src/client/init-client';
import type { Runtime } from '../../packages/core/src/client/runtime';
import { createStackScopeStore } from '../../packages/core/src/scope/scope-store';

const runtime: Runtime = {
  platform: 'node',
  sdk: { name: 'bench', version: '0' },
  scopes: createStackScopeStore(),
  now: Date.now,
  after: () => () => undefined,
  random: Math.random,
  randomBytes: (count) => new Uint8Array(count),
  parseStack: () => [],
  describe: () => undefined,
  constant: () => ({}),
  createPost: () => async () => ({ status: 200, header: () => undefined }),
  report: () => undefined,
};

initClient({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7' }, runtime);

const kinds: Readonly<Record<string, (at: number) => Parameters<typeof addBreadcrumb>[0]>> = {
  'a request': (at) => ({ type: 'http', category: 'fetch', level: 'info', data: { method: 'GET', url: `https://shop.example/api/orders/${at}?page=${at}`, status_code: 200 } }),
  'a line on the console': (at) => ({ category: 'console', level: 'info', message: `order ${at} was paid by customer ${at * 7}`, data: { arguments: [`order ${at}`, at], logger: 'console' } }),
  'a click': () => ({ category: 'ui.click', message: 'body > main > div.row > button#pay[type="button"]' }),
};

for (const [name, make] of Object.entries(kinds)) {
  const took: number[] = [];
  for (let at = 0; at < 6000; at++) {
    const crumb = make(at);
    const start = performance.now();
    addBreadcrumb(crumb);
    took.push((performance.now() - start) * 1000);
  }
  const sorted = took.slice(5000).sort((a, b) => a - b);
  console.log(`${name.padEnd(24)} ${(sorted[500] ?? 0).toFixed(2)} µs`);
}
console.log(`${getIsolationScope().getScopeData().breadcrumbs.length} kept`);
