import type { Intake } from '@tocsin/kit/intake';
import { startIntake } from '@tocsin/kit/intake';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSdk } from '../test/use-sdk';
import type { NodeOptions } from './index';
import {
  addBreadcrumb,
  audit,
  captureException,
  captureMessage,
  close,
  errorHash,
  flush,
  getClient,
  getTraceData,
  getTraceMetaTags,
  init,
  isEnabled,
  isInitialized,
  lastEventId,
  setUser,
  stats,
  withIsolationScope,
  withScope,
} from './index';

const NO_EVENT_ID = '0'.repeat(32);

/** What the SDK may leave behind in a process; handles and timers are looked for in a real one, in test/e2e. */
const traces = () => ({
  listeners: process.eventNames().map((name) => [name, process.listenerCount(name)]),
  globals: Reflect.ownKeys(globalThis),
});

const { lines } = useSdk();

/** Everything an app may call. Nothing of it may throw, whatever state the SDK is in. */
const useEverything = async () => {
  setUser({ id: '7' });
  addBreadcrumb({ message: 'before' });
  withScope((scope) => scope.setTag('a', 'b'));
  withIsolationScope(() => undefined);
  const ids = [captureException(new Error('boom')), captureMessage('hello')];
  await audit('export', { actor: { id: '7' } });
  await flush(10);
  return ids;
};

describe('init without a usable DSN', () => {
  it.each([
    ['no options', undefined],
    ['null', null],
    ['an empty DSN', { dsn: '' }],
    ['a blank DSN', { dsn: '  ' }],
  ])('says so in one line, and everything is a no-op (%s)', async (_name, options) => {
    vi.stubEnv('TOCSIN_DSN', '');
    vi.stubEnv('SENTRY_DSN', '');
    init(options);
    expect(await useEverything()).toEqual([NO_EVENT_ID, NO_EVENT_ID]);
    expect(lines).toEqual([expect.stringMatching(/^\[tocsin\] T1001: No DSN, .*TOCSIN_DSN.*\n$/)]);
    expect([isInitialized(), isEnabled(), lastEventId(), errorHash(), stats()]).toEqual([true, false, undefined, undefined, {}]);
  });

  it.each(['hello', 'https://example.com/1', 'https://s3cr3tkey@/1', 's3cr3tkey@example.com/1', 'ftp://s3cr3tkey:s3cr3tpass@example.com/1', 'https://s3cr3tkey:s3cr3t pass@example.com/1', 'https://s3cr3tkey@example.com', 'https://s3cr3tkey@example.com:99999/1'])(
    'says what is wrong with %s, and never the secret',
    async (dsn) => {
      init({ dsn });
      await useEverything();
      expect(lines).toEqual([expect.stringMatching(/^\[tocsin\] T1002: DSN is not usable: .+\n$/)]);
      expect(lines.join('')).not.toContain('s3cr3t');
    },
  );

  it('installs nothing', () => {
    init({ enabled: false });
    const before = traces();
    init({ enabled: false });
    expect(traces()).toEqual(before);
    expect(before.listeners.map(([name]) => name)).not.toContain('uncaughtExceptionMonitor');
  });
});

describe('init that is switched off', () => {
  it('is silent', async () => {
    init({ enabled: false, dsn: 'nonsense' });
    expect(await useEverything()).toEqual([NO_EVENT_ID, NO_EVENT_ID]);
    expect(lines).toEqual([]);
    expect(isEnabled()).toBe(false);
  });
});

describe('init on a Node that is too old', () => {
  beforeEach(() => {
    vi.spyOn(process.versions, 'node', 'get').mockReturnValue('18.20.8');
    vi.stubGlobal('crypto', undefined);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('says so in one line, and everything is a no-op', async () => {
    init({ dsn: 'https://0123456789abcdef0123456789abcdef@127.0.0.1:9/1' });
    expect(await useEverything()).toEqual([NO_EVENT_ID, NO_EVENT_ID]);
    expect(lines).toEqual(['[tocsin] T1015: Node 18.20.8 is too old, so nothing will be sent. Use Node 20 or later.\n']);
    expect(isEnabled()).toBe(false);
  });

  it('is silent where it is switched off', async () => {
    init({ enabled: false });
    expect(await useEverything()).toEqual([NO_EVENT_ID, NO_EVENT_ID]);
    expect(lines).toEqual([]);
  });
});

describe('init with a DSN', () => {
  let intake: Intake;
  beforeEach(async () => {
    intake = await startIntake();
  });
  afterEach(() => intake.close());

  it('sends what is captured, with facts about the process', async () => {
    init({ dsn: intake.dsn(), serverName: 'web-1', release: 'shop@1.2.3' });
    const id = captureException(new Error('boom'));
    expect(await flush()).toBe(true);
    expect(intake.events()).toHaveLength(1);
    expect(intake.events()[0]).toMatchObject({
      event_id: id,
      platform: 'node',
      server_name: 'web-1',
      release: 'shop@1.2.3',
      sdk: { name: 'tocsin.javascript.node' },
      contexts: { runtime: { name: 'node', version: process.version }, device: { free_memory: expect.any(Number) }, culture: { timezone: expect.any(String) } },
      exception: { values: [{ type: 'Error', value: 'boom' }] },
    });
    expect(lines).toEqual([]);
  });

  it('takes the DSN from the environment', async () => {
    vi.stubEnv('TOCSIN_DSN', intake.dsn());
    init();
    captureMessage('hello');
    await flush();
    expect(intake.events()).toHaveLength(1);
  });

  it.each([
    ['transportOptions', 7],
    ['transportOptions.proxy', { proxy: 7 }],
    ['transportOptions.proxy', { proxy: 'socks5://127.0.0.1:9' }],
    ['transportOptions.agent', { agent: 'keep-alive' }],
    ['transportOptions.agent', { agent: new Proxy({}, { get() { throw new Error('no'); } }) }],
    ['transportOptions.caCerts', { caCerts: {} }],
    ['transportOptions.headers', { headers: 'x: y' }],
    ['transportOptions.headers.x-two', { headers: { 'x-one': 'kept', 'x-two': 2 } }],
    ['transportOptions.headers.x-token', { headers: { 'x-one': 'kept', 'x-token': 'read from a file\n' } }],
    ['transportOptions.caCerts', { caCerts: '/etc/ssl/none.pem' }],
  ])('goes on without an unusable way out, and names %s', async (name, transportOptions) => {
    init({ dsn: intake.dsn(), transportOptions: transportOptions as never });
    captureMessage('hello');
    await flush();
    expect(intake.events()).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining(`T1003: Option ${name} must be`)]);
  });

  it.each([[['Http']], [[undefined]], ['none'], [7]])('keeps the integrations that see crashes where defaultIntegrations is %j', (defaultIntegrations) => {
    const client = init({ dsn: intake.dsn(), defaultIntegrations: defaultIntegrations as never });
    expect(client.getIntegrationByName('OnUncaughtException')).toBeDefined();
    expect(lines).toEqual([expect.stringContaining('T1003: Option defaultIntegrations must be false or a list of integrations')]);
  });

  it('says what other SDKs have and this one has not, in one line', () => {
    init({ dsn: intake.dsn(), tracesSampleRate: 1, profilesSampleRate: 1 } as never);
    expect(lines).toEqual(['[tocsin] T1003: Option tracesSampleRate (and profilesSampleRate) has no use: Tocsin has no spans, profiles, replays or metrics; it is ignored, and errors are linked to their trace without it.\n']);
  });

  it('leaves no listener and no global behind after close', async () => {
    const before = traces();
    init({ dsn: intake.dsn() });
    expect(traces().listeners).not.toEqual(before.listeners);
    captureException(new Error('boom'));
    expect(await close()).toBe(true);
    expect(traces()).toEqual(before);
    expect(getClient()).toBeUndefined();
  });

  it('leaves nothing behind either when the server cannot be reached', async () => {
    const before = traces();
    init({ dsn: 'http://k@127.0.0.1:9/1' });
    captureException(new Error('boom'));
    expect(await close(50)).toBe(false);
    expect(traces()).toEqual(before);
  });

  it('twice replaces the first client, whose pending events still arrive', async () => {
    const before = traces();
    const first = init({ dsn: intake.dsn() });
    captureMessage('to the first');
    const second = init({ dsn: intake.dsn() });
    captureMessage('to the second');
    expect(getClient()).toBe(second);
    await expect.poll(() => intake.events().length).toBe(2);
    await expect.poll(() => first.isEnabled()).toBe(false);
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(1);
    await close();
    expect(traces()).toEqual(before);
  });

  it('works again after close', async () => {
    init({ dsn: intake.dsn() });
    await close();
    expect(captureMessage('nobody listens')).toBe(NO_EVENT_ID);
    init({ dsn: intake.dsn() });
    captureMessage('hello');
    expect(await flush()).toBe(true);
    expect(intake.events()).toHaveLength(1);
  });

  it('tells of an unusual DSN, with debug alone', () => {
    const dsn = 'http://key@127.0.0.1:9/1';
    init({ dsn });
    expect(lines).toEqual([]);
    init({ dsn, debug: true });
    expect(lines.filter((line) => line.includes('T3004'))).toEqual([expect.stringContaining('the key is not 32 hexadecimal digits')]);
  });

  it.each([['abc'], [Number.NaN], [-1], [Infinity], [61_000]])('complains once about shutdownTimeout %s', (shutdownTimeout) => {
    init({ dsn: intake.dsn(), shutdownTimeout: shutdownTimeout as number });
    expect(lines).toEqual([expect.stringContaining('T1003: Option shutdownTimeout must be a number from 0 to 60000')]);
  });

  it('belongs to the trace that its environment names, outside of requests and jobs', async () => {
    const trace = 'abcdef0123456789abcdef0123456789';
    vi.stubEnv('SENTRY_TRACE', `${trace}-0123456789abcdef-1`);
    vi.stubEnv('TOCSIN_BAGGAGE', 'vendor=1,sentry-release=parent');
    init({ dsn: intake.dsn() });
    expect(getTraceData()).toEqual({ 'sentry-trace': expect.stringMatching(new RegExp(`^${trace}-[\\da-f]{16}-1$`)), baggage: 'sentry-release=parent' });
    expect(getTraceMetaTags()).toContain(trace);
    withIsolationScope(() => expect(getTraceData()['sentry-trace']).not.toContain(trace));
    captureMessage('in the trace of whoever started us');
    await flush();
    expect(intake.events()[0]?.contexts?.['trace']).toMatchObject({ trace_id: trace, parent_span_id: '0123456789abcdef' });
  });
});

it('takes out what only its neighbours tell to be secret', async () => {
  const bodies: string[] = [];
  const transport = () => ({ post: async (body: string | Uint8Array) => (bodies.push(String(body)), { status: 200, header: () => undefined }) });
  init({ dsn: 'https://k@errors.example/7', spool: false, defaultIntegrations: false, transport });
  captureException(Object.assign(new Error('spawn failed'), { spawnargs: ['--password', 'correct horse'] }), { extra: { headers: [['authorization', 'sesame open']], args: ['psql', '--password', 'correct horse'] } });
  addBreadcrumb({ message: 'run', data: { arguments: ['psql', '--password', 'correct horse'] } });
  captureMessage('after the crumb');
  await flush();
  expect(bodies).toHaveLength(2);
  expect(bodies.join()).toContain('[Filtered]');
  expect(bodies.join()).not.toMatch(/correct horse|sesame/);
});

describe('what captures whenever it is called', () => {
  const again = (): void => void captureMessage('sesame again');
  it.each<[string, NodeOptions]>([
    ['a rule of scrub', { scrub: { add: [{ name: 'sesame', pattern: /sesame/, replace: () => (again(), 'open') }] } }],
    ['beforeSend', { beforeSend: (event) => (again(), event) }],
    ['an audit in beforeSend', { beforeSend: (event) => (audit('again', { actor: { id: 'ada' } }), event) }],
  ])('comes to an end without flood control, counted and said once: %s', async (_what, options) => {
    const bodies: string[] = [];
    const transport = () => ({ post: async (body: string | Uint8Array) => (bodies.push(String(body)), { status: 200 }) });
    init({ dsn: 'https://0123456789abcdef0123456789abcdef@errors.example/7', spool: false, flood: false, sendClientReports: false, defaultIntegrations: false, transport, ...options });
    captureMessage('sesame');
    expect(await flush()).toBe(true);
    expect(bodies).toHaveLength(10);
    expect(stats().error).toMatchObject({ captured: 11, sent: 10, pending: 0, dropped: { before_send: 1 } });
    expect(lines).toEqual([expect.stringContaining('T2001: A hook, or a rule of scrub, captures something whenever it is called.')]);
  });
});

describe('init in an odd process', () => {
  it('starts where the flags of the command line are missing', () => {
    const execArgv = Object.getOwnPropertyDescriptor(process, 'execArgv') ?? {};
    Reflect.deleteProperty(process, 'execArgv');
    try {
      expect(init({ dsn: 'http://k@127.0.0.1:1/1' }).isEnabled()).toBe(true);
    } finally {
      Object.defineProperty(process, 'execArgv', execArgv);
    }
  });
});

describe('flush', () => {
  it.each([-1, Number.NaN, -Infinity])('waits for nothing when it is given %d, and Node does not warn', async (timeout) => {
    const warned: string[] = [];
    const hear = ({ name }: Error): void => void warned.push(name);
    process.on('warning', hear);
    init({ dsn: 'http://k@127.0.0.1:1/1', spool: false });
    captureException(new Error('boom'));
    expect(await flush(timeout)).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    expect(warned).toEqual([]);
  });
});
