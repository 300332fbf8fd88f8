import { expect, it } from 'vitest';
import type { Fault } from './faults';
import { tellFaults } from './faults';
import { initOptions } from './init-options';

const told = (options: unknown): readonly (string | undefined)[] => {
  const faults: Fault[] = [];
  const details: (string | undefined)[] = [];
  initOptions(options, faults);
  tellFaults(faults, { name: 'init', report: ({ detail }) => details.push(detail) });
  return details;
};
const integration = { name: 'Mine' };

it.each([
  ['sampelRate', 'sampleRate'],
  ['samplerate', 'sampleRate'],
  ['DSN', 'dsn'],
  ['enviroment', 'environment'],
  ['maxBreadcrumb', 'maxBreadcrumbs'],
  ['beforesend', 'beforeSend'],
  ['sendDefaultPII', 'sendDefaultPii'],
  ['intergrations', 'integrations'],
  ['shutdownTimout', 'shutdownTimeout'],
])('%s is a slip for %s, and said', (name, meant) => {
  expect(told({ [name]: 1 })).toEqual([`${name} is not known (was ${meant} meant?); it is ignored`]);
});

it.each(['stackParser', 'host', 'key', 'log', '_experiments', 'constructor'])('%s is like nothing, and ignored', (name) => {
  expect(told({ [name]: 1 })).toEqual([`${name} is not known; it is ignored`]);
});

it.each([
  ['httpProxy', 'transportOptions.proxy'],
  ['caCerts', 'transportOptions.caCerts'],
  ['tags', 'initialScope.tags'],
  ['blacklistUrls', 'denyUrls'],
  ['includeServerName', 'beforeSend, which can delete event.server_name'],
  ['autoSessionTracking', 'httpIntegration({ trackIncomingRequestsAsSessions })'],
])('%s is of another SDK, and here it is %s', (name, here) => {
  expect(told({ [name]: 1 })).toEqual([`${name} is not known (set ${here}); it is ignored`]);
});

it('names all that asks for what there is not in one line', () => {
  const lines = told({ tracesSampleRate: 1, tracesSampler: () => 1, profilesSampleRate: 1, enableTracing: true, enableMetrics: true, replaysSessionSampleRate: 1, instrumenter: 'otel', profileLifecycle: 'trace', beforeSendTransaction: null, sampleRate: 1 });
  expect(lines).toEqual([
    'tracesSampleRate (and tracesSampler, profilesSampleRate, enableTracing, enableMetrics, replaysSessionSampleRate, instrumenter, profileLifecycle, beforeSendTransaction) has no use: Tocsin has no spans, profiles, replays or metrics; it is ignored, and errors are linked to their trace without it',
  ]);
});

it('says nothing of what is known, given or not', () => {
  const all = { dsn: 'x', sampleRate: undefined, flood: false, spotlight: true, serverName: 'a', spool: { dir: '/x' }, initialScope: { tags: { a: 1 } }, integrations: [integration], defaultIntegrations: false };
  expect(told(all)).toEqual([]);
});

it('takes no time over a name without end', () => {
  expect(told({ ['x'.repeat(1e6)]: 1 })).toHaveLength(1);
});

it.each([
  [{ enabled: 'no' }, 'enabled must be true or false'],
  [{ sendDefaultPii: 'false' }, 'sendDefaultPii must be true or false'],
  [{ serverName: 7 }, 'serverName must be a text'],
  [{ waitUntil: 'x' }, 'waitUntil must be a function'],
  [{ spool: 'x' }, 'spool must be false or an object'],
  [{ spool: [] }, 'spool must be false or an object'],
  [{ spool: { dir: 7 } }, 'spool.dir must be a text'],
  [{ spool: { maxAge: -1 } }, 'spool.maxAge must be a number of at least 0'],
  [{ transportOptions: { proxy: 'socks5://127.0.0.1:9' } }, 'transportOptions.proxy must be the address of an HTTP proxy'],
  [{ transportOptions: { agent: {} } }, 'transportOptions.agent must be an agent of node:http or node:https'],
  [{ spool: { enabled: 'no' } }, 'spool.enabled is not known; it is ignored'],
  [{ spool: { maxByte: 1 } }, 'spool.maxByte is not known (was maxBytes meant?); it is ignored'],
  [{ flood: { brust: 1 } }, 'flood.brust is not known (was burst meant?); it is ignored'],
  [{ scrub: 'x' }, 'scrub must be an object'],
  [{ scrub: { key: ['x'] } }, 'scrub.key is not known (was keys meant?); it is ignored'],
  [{ initialScope: 'x' }, 'initialScope must be an object, a scope or a function'],
  [{ initialScope: { tag: {} } }, 'initialScope.tag is not known (was tags meant?); it is ignored'],
  [{ initialScope: { tags: 'x' } }, 'initialScope.tags must be an object'],
  [{ initialScope: { user: 'bob' } }, 'initialScope.user must be an object'],
  [{ integrations: 'x' }, 'integrations must be a list of integrations, each as its function makes it: [httpIntegration()], or a function; what is none is left out'],
  [{ integrations: ['Http'] }, 'integrations must be a list of integrations, each as its function makes it: [httpIntegration()], or a function; what is none is left out'],
  [{ integrations: [function httpIntegration() {}] }, 'integrations must be a list of integrations, each as its function makes it: [httpIntegration()], or a function; what is none is left out'],
  [{ defaultIntegrations: ['Http'] }, 'defaultIntegrations must be false or a list of integrations, each as its function makes it: [httpIntegration()]'],
  [{ defaultIntegrations: 'none' }, 'defaultIntegrations must be false or a list of integrations, each as its function makes it: [httpIntegration()]'],
  [{ transportOptions: { header: {} } }, 'transportOptions.header is not known (was headers meant?); it is ignored'],
  [{ transportOptions: { headers: 'x' } }, 'transportOptions.headers must be an object'],
  [{ transportOptions: { headers: { a: 'b', c: 7 } } }, 'transportOptions.headers.c must be a text that a header can hold: one line, and no character beyond ÿ'],
  [{ transportOptions: { headers: { a: 'b', c: 'Bearer read-from-a-file\n' } } }, 'transportOptions.headers.c must be a text that a header can hold: one line, and no character beyond ÿ'],
  [{ transportOptions: { headers: { a: 'größe', c: '5 €' } } }, 'transportOptions.headers.c must be a text that a header can hold: one line, and no character beyond ÿ'],
  [{ transportOptions: { caCerts: '/etc/ca.pem' } }, 'transportOptions.caCerts must be certificates as PEM: what readFileSync() reads, and not the path'],
])('of %j it is said what is wrong, and no more', (options, detail) => {
  expect(told(options)).toEqual([detail]);
});

it('leaves out what is wrong, and nothing else', () => {
  const given = { enabled: 'no', debug: true, spool: { dir: 7, maxAge: 1 }, defaultIntegrations: ['Http'], integrations: ['Http', integration, false], transportOptions: { headers: { a: 'b', c: 7 }, caCerts: 'x' } };
  expect(initOptions(given, [])).toEqual({ debug: true, spool: { maxAge: 1 }, integrations: ['Http', integration, false], transportOptions: { headers: { a: 'b' } } });
});

it.each(['https://k@h/1', 7, true, [], () => 1])('takes %j for no options, and says so', (given) => {
  expect(told(given)).toEqual(['init() must be given an object: init({ dsn })']);
});

it.each([undefined, null, {}])('says nothing of %j', (given) => {
  expect(told(given)).toEqual([]);
});
