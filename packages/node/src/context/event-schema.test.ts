import { existsSync, readFileSync } from 'node:fs';
import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addBreadcrumb,
  audit,
  captureEvent,
  captureException,
  captureMessage,
  close,
  continueTrace,
  flush,
  init,
  masquerade,
  parameterize,
  setContext,
  setExtra,
  setTag,
  setUser,
  withIsolationScope,
  withScope,
} from '../index';

const schemaFile = new URL('../../../../../shared/data/event.schema.json', import.meta.url);
const present = existsSync(schemaFile);
if (!present && process.env['CI'] !== 'true') console.log('event-schema.test.ts: skipped, because ../shared/data/event.schema.json is not there');

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys of a user that the schema names. */
const userKeys = new Set(['id', 'email', 'ip_address', 'username', 'name', 'geo', 'segment', 'data']);

/**
 * What we send though the schema, which is of July 2024, does not have it; each with the reason. It is
 * taken out before the event is looked at.
 */
const allowed: readonly { readonly why: string; readonly without: (event: Json) => Json }[] = [
  {
    why: 'servers fill in the address of the visitor unless `sdk.settings.infer_ip` says never (protocol notes §3.5)',
    without: (event) => ({ ...event, ...(isJson(event['sdk']) && { sdk: { ...event['sdk'], settings: undefined } }) }),
  },
  {
    why: 'servers take any further key of a user, and move it to `data` themselves (protocol notes §3.5)',
    without: (event) => ({ ...event, ...(isJson(event['user']) && { user: Object.fromEntries(Object.entries(event['user']).filter(([key]) => userKeys.has(key))) }) }),
  },
  {
    why: 'a plain text says `message`, which all servers read as `logentry.formatted` (protocol notes §3.6)',
    without: ({ message: _text, ...event }) => event,
  },
];

const withoutAllowed = (event: Json): Json => JSON.parse(JSON.stringify(allowed.reduce((rest, { without }) => without(rest), event)));

const compileSchema = () => {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'));
  // The first of the alternatives is the event; the others are what a server makes of it.
  const event: unknown = isJson(schema) && Array.isArray(schema['anyOf']) ? schema['anyOf'][0] : undefined;
  if (!isJson(schema) || !isJson(event)) throw new Error('The schema of events has another shape than this test knows.');
  return new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false }).compile({ ...event, definitions: schema['definitions'] });
};

const chain = (): Error => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '10.0.0.7', port: 5432 });
  return new AggregateError([new TypeError('first', { cause }), 'no error at all', { status: 500 }], 'All of them failed', { cause });
};

const fillScopes = (): void => {
  setUser({ id: '42', email: 'ada@example.com', username: 'ada', plan: 'gold', tags: [1, 2] });
  setTag('tenant', 'acme');
  setExtra('attempt', { number: 3, at: new Date(0), big: 12n, deep: { a: { b: { c: { d: 1 } } } } });
  setContext('order', { id: 7, lines: [{ sku: 'A1', amount: Number.NaN }] });
  addBreadcrumb({ category: 'fetch', type: 'http', message: 'GET /api/orders/7', level: 'info', data: { method: 'GET', url: 'https://shop.example/api/orders/7?token=abc', status_code: 200 } });
  addBreadcrumb({ message: 'without anything else' });
};

/** One of each kind of event that an app can bring about; more kinds are one line each. */
const captures: Readonly<Record<string, () => unknown>> = {
  'an error with causes and members': () => captureException(chain()),
  'an error that nobody caught': () => captureException(new RangeError('too far'), { mechanism: { type: 'auto.node.onuncaughtexception', handled: false } }),
  'a thrown object': () => captureException({ reason: 'no stock', code: 12 }),
  'a thrown text': () => captureException('out of stock'),
  'nothing thrown': () => captureException(undefined),
  'an error with a hostile name and message': () => captureException(Object.assign(new Error('x'.repeat(20_000)), { name: 'Ünï\u0000code\n' })),
  'a message': () => captureMessage('Nobody is at the counter', 'warning'),
  'a message with parameters': () => captureMessage(parameterize`Order ${7} of ${'ada'} is late by ${3.5} days`),
  'an event made by hand': () => captureEvent({ message: 'by hand', level: 'info', logger: 'shop', transaction: 'GET /orders/:id', request: { url: 'https://shop.example/orders', method: 'GET', query_string: 'page=2', headers: { accept: '*/*' }, cookies: { theme: 'dark' }, data: { a: [1, null] } }, fingerprint: ['{{ default }}', 'orders'], modules: { express: '5.3.0' } }),
  'an event of a continued trace': () => continueTrace({ sentryTrace: `${'a'.repeat(32)}-${'b'.repeat(16)}-1`, baggage: 'sentry-release=shop@1' }, () => captureMessage('continued')),
  'an event with scope data of its own': () => withScope((scope) => captureException(new Error('own'), scope.setLevel('fatal').setFingerprint(['own', '7']).setTransactionName('job cleanup') && { tags: { flag: true, count: 3 } })),
  'an audit': () => audit('user.password.reset', { actor: { id: 'bob' }, target: [{ type: 'user', id: 'carol' }], reason: 'ticket 4711' }),
  'a masquerade': () => masquerade({ actor: { type: 'support', id: 'bob' }, onBehalfOf: { id: 'carol' }, reason: 'ticket 4711' }, () => captureException(new Error('in disguise'))),
};

describe.skipIf(!present && process.env['CI'] !== 'true')('what we send is what the schema of events says', () => {
  let intake: Intake;
  const errorsOf = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();

  beforeAll(async () => {
    const validate = compileSchema();
    intake = await startIntake();
    for (const [index, [name, capture]] of Object.entries(captures).entries()) {
      const project = String(index + 1);
      init({ dsn: intake.dsn(project), release: 'shop@1.2.3', dist: '7', environment: 'test', flood: { burst: 1 } });
      await withIsolationScope(async () => {
        fillScopes();
        await capture();
      });
      await flush();
      await close();
      const arrived = intake.events(project).map((one): Json => JSON.parse(JSON.stringify(one)));
      counts.set(name, arrived.length);
      const found = arrived.flatMap((one) => (validate(withoutAllowed(one)) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)));
      errorsOf.set(name, found);
    }
  }, 60_000);
  afterAll(() => intake.close());

  it.each(Object.keys(captures))('%s', (name) => {
    expect(counts.get(name)).toBeGreaterThanOrEqual(1);
    expect(errorsOf.get(name)).toEqual([]);
  });

  it('would find a key that no server knows, and a list in place of an object', () => {
    const validate = compileSchema();
    expect(validate({ event_id: 'a'.repeat(32), sdk: { name: 'x', version: '1', colour: 'red' } })).toBe(false);
    expect(validate({ event_id: 'a'.repeat(32), exception: [{ type: 'Error' }] })).toBe(false);
  });
});
