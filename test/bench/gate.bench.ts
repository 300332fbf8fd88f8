/**
 * What the gate costs: one walk, and a copy for a hook with a second walk after it, over a typical event (10 frames with
 * source lines, 30 breadcrumbs), first with text never seen before, then with the source lines and
 * breadcrumbs of earlier events; and 1 MB of hostile text beside 2 MB. Run it with
 * `node test/bench/run.mjs gate`.
 */
import type { Event } from '../../packages/core/src/event/event';
import { gateEvent } from '../../packages/core/src/stages/gate';
import type { GateOptions } from '../../packages/core/src/stages/gate';
import type { Walk } from '../../packages/core/src/stages/normalise';
import { createEventMemory } from '../../packages/core/src/stages/event-memory';
import { valueRules } from '../../packages/core/src/stages/scrub-rules';
import { createScrubber } from '../../packages/core/src/stages/scrubber';

const line = (seed: string, at: number): string => `  const row${at} = await db.query('SELECT * FROM orders WHERE id = ?', [${seed}]);`;

const eventOf = (seed: string, shared: string): Event => ({
  event_id: 'c'.repeat(32),
  timestamp: 1_767_225_600,
  platform: 'node',
  level: 'error',
  release: 'shop@1.2.3',
  transaction: 'POST /orders/:id/pay',
  exception: {
    values: [
      {
        type: 'TypeError',
        value: `Cannot read properties of undefined (reading 'total') for order ${seed}`,
        mechanism: { type: 'generic', handled: true },
        stacktrace: {
          frames: Array.from({ length: 10 }, (_frame, frame) => ({
            filename: `/srv/app/src/orders/step-${frame}.js`,
            abs_path: `/srv/app/src/orders/step-${frame}.js`,
            function: `Object.step${frame}`,
            lineno: 100 + frame,
            colno: 17,
            in_app: true,
            pre_context: Array.from({ length: 5 }, (_line, at) => line(shared, frame * 11 + at)),
            context_line: line(shared, frame * 11 + 5),
            post_context: Array.from({ length: 5 }, (_line, at) => line(shared, frame * 11 + 6 + at)),
          })),
        },
      },
    ],
  },
  breadcrumbs: {
    values: Array.from({ length: 30 }, (_crumb, at) => ({
      timestamp: 1_767_225_500 + at,
      type: 'http',
      category: 'fetch',
      level: 'info' as const,
      message: `GET /api/orders/${shared}${at}`,
      data: { method: 'GET', url: `https://shop.example/api/orders/${shared}${at}?page=${at}`, status_code: 200 },
    })),
  },
  user: { id: '42' },
  tags: { region: 'eu', tenant: 'acme' },
  contexts: { runtime: { name: 'node', version: 'v24.0.0' }, os: { name: 'Linux' } },
  request: { url: 'https://shop.example/orders/7/pay', method: 'POST', headers: { host: 'shop.example', accept: '*/*', 'user-agent': 'Mozilla/5.0 Chrome/120.0.0.0' } },
});

const ruleNames = new Set(valueRules.map(({ name }) => name));
const memory = createEventMemory();
const bounds = { normalizeDepth: 3, normalizeMaxBreadth: 1000, maxValueLength: 8192, totalLength: 200_000, describe: () => undefined, memory };
const options = (): GateOptions => ({ ...bounds, scrubber: createScrubber({}, () => {}) });
/** The gate without the rules for values: what they cost is the difference. */
const noValues = (): GateOptions => ({
  ...bounds,
  scrubber: createScrubber({ scrub: { off: [...ruleNames] } }, () => {}),
});
const walk = (): Walk => ({ onFiltered: () => {} });

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const micros = (run: () => void): number => {
  const start = performance.now();
  run();
  return (performance.now() - start) * 1000;
};

/** Median costs of the first walk and of all that a hook costs, the copy for it and the second walk, µs. `fresh` makes all text new to the gate. */
const walks = (gate: GateOptions, fresh: boolean): { readonly first: number; readonly second: number } => {
  const rounds = Array.from({ length: 1500 }, (_, round) => {
    const made = eventOf(`${round}`, fresh ? `${round}x` : '');
    // Breadcrumbs have passed the gate when they were added.
    const event: Event = { ...made, breadcrumbs: gateEvent({ event_id: '', timestamp: 0, breadcrumbs: made.breadcrumbs }, gate, walk()).breadcrumbs };
    let gated = event;
    const first = micros(() => (gated = gateEvent(event, gate, walk())));
    const second = micros(() => {
      const copy = memory.lend(gated);
      // What a hook does: a new root, a changed bag.
      gateEvent({ ...copy, tags: { ...copy.tags, hooked: 'yes' } }, gate, { ...walk(), before: gated });
    });
    return { first, second };
  }).slice(500);
  return { first: median(rounds.map(({ first }) => first)), second: median(rounds.map(({ second }) => second)) };
};

const show = (name: string, { first, second }: ReturnType<typeof walks>): void =>
  console.log(`${name.padEnd(28)} one walk ${first.toFixed(1)} µs, second ${second.toFixed(1)} µs, both ÷ one = ${((first + second) / first).toFixed(2)}`);

/** Text made to send a careless pattern back and forth. */
const hostile: Readonly<Record<string, string>> = {
  'word characters': 'a',
  'digits': '4',
  'digit groups': '4111 ',
  'blanks': ' ',
  'key and blanks': 'password   ',
  'pairs': 'a=',
  'colons': '::',
  'open quotes': 'password="',
  'backslashes': 'password=\\"\\',
  'key beginnings': '-----BEGIN RSA PRIVATE KEY-----',
  'token beginnings': 'eyJ-',
  'vendor beginnings': 'sk-',
  'at signs': 'a@a.',
  'URLs': '://a:b',
  'bearers': 'bearer bearer  ',
  'IBAN groups': 'DE00 AAAA ',
};

const adversarial = (): void => {
  const { scrubber } = options();
  for (const [name, piece] of Object.entries(hostile)) {
    const costOf = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      return median(Array.from({ length: 3 }, (_, round) => micros(() => void scrubber.text(`${text}${round}`, () => {}))));
    };
    const [one, two] = [costOf(1 << 20), costOf(2 << 20)];
    console.log(`1 MB of ${name.padEnd(20)} ${(one / 1000).toFixed(1)} ms, doubled ${(two / one).toFixed(2)} ×`);
  }
};

show('new text', walks(options(), true));
show('known lines, new message', walks(options(), false));
show('without rules for values', walks(noValues(), true));
console.log(`${valueRules.length} patterns`);
if (!process.argv.includes('--walks')) adversarial();
