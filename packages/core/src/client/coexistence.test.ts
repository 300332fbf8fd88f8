import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FakeRuntime } from '@tocsin/kit';
import { fakeRuntime, settle } from '@tocsin/kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as index from '../index';
import type * as platform from '../platform';

// Copies of core as apps get them: bundled, evaluated each on its own, in one realm.

type Core = typeof index & Pick<typeof platform, 'initClient' | 'tracePropagationFor'>;

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const dsn = 'https://0123456789abcdef0123456789abcdef@errors.example/7';
const KEY = Symbol.for('tocsin.carriers');

interface Esbuild {
  readonly build: (options: object) => Promise<{ readonly outputFiles: readonly { readonly text: string }[] }>;
}

// It comes with tsup, which is what builds the packages.
const esbuild: Esbuild = createRequire(createRequire(import.meta.url).resolve('tsup/package.json'))('esbuild');

let folder: string;
let made = 0;

/** A copy of core with module instances of its own; `protocol` makes it one that was built with another version of the carrier. */
const load = async (format: 'esm' | 'cjs', protocol = 'v1'): Promise<Core> => {
  const contents = "export * from './packages/core/src/index.ts'; export { initClient, tracePropagationFor } from './packages/core/src/platform.ts';";
  const otherProtocol = {
    name: 'other-protocol',
    setup: (build: { onLoad: (filter: object, load: (file: { readonly path: string }) => object) => void }) =>
      build.onLoad({ filter: /carrier\.ts$/ }, ({ path }) => ({ loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll(/\bv1\b/g, protocol) })),
  };
  const { outputFiles } = await esbuild.build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, format, target: 'es2022', write: false, plugins: [otherProtocol], conditions: ['@tocsin/source'] });
  const file = join(folder, `copy-${++made}.${format === 'esm' ? 'mjs' : 'cjs'}`);
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return format === 'esm' ? import(pathToFileURL(file).href) : createRequire(import.meta.url)(file);
};

let esm: Core;
let cjs: Core;
let newer: Core;
let runtime: FakeRuntime;
let other: FakeRuntime;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-copies-'));
  [esm, cjs, newer] = await Promise.all([load('esm'), load('cjs'), load('cjs', 'v2')]);
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  runtime = fakeRuntime();
  other = fakeRuntime();
});

afterEach(async () => {
  for (const core of [esm, cjs, newer]) {
    const closed = core.close(0);
    await Promise.all([runtime.advance(0), other.advance(0)]);
    await closed;
  }
  Reflect.deleteProperty(globalThis, KEY);
});

const messages = async (from: FakeRuntime): Promise<readonly (string | undefined)[]> => {
  await settle();
  return from.server.events().map((event) => event.message ?? event.exception?.values.at(-1)?.value);
};
const told = (by: FakeRuntime) => by.reported.filter(({ code }) => code === 'T1005' || code === 'T1006');

describe('two copies of one protocol', () => {
  it('are two, and not one', () => {
    expect(esm.captureException).not.toBe(cjs.captureException);
    expect(esm.Scope).not.toBe(cjs.Scope);
  });

  it('share the client, in both directions', async () => {
    esm.initClient({ dsn }, runtime);
    const id = cjs.captureException(new Error('through CommonJS'));
    esm.captureMessage('through ESM');
    expect(await messages(runtime)).toEqual(['through CommonJS', 'through ESM']);
    expect(cjs.getClient()).toBe(esm.getClient());
    expect(esm.errorHash(id)).toBe(cjs.hashFromEventId(id));
    expect(cjs.stats()).toEqual(esm.stats());
    expect(told(runtime)).toEqual([]);
  });

  it('share scopes, breadcrumbs and the trace', async () => {
    esm.setTag('early', 'before init');
    cjs.initClient({ dsn }, runtime);
    cjs.addBreadcrumb({ message: 'crumb' });
    esm.withIsolationScope(() => {
      cjs.setUser({ id: '7' });
      cjs.withScope((scope) => {
        scope.setTag('inner', 'yes');
        esm.captureException(new Error('inside'));
        expect(esm.getTraceData()['sentry-trace']).toBe(cjs.getTraceData()['sentry-trace']);
      });
    });
    cjs.captureException(new Error('outside'));
    await settle();
    const [inside, outside] = runtime.server.events();
    expect(inside).toMatchObject({ user: { id: '7' }, tags: { early: 'before init', inner: 'yes' }, breadcrumbs: { values: [{ message: 'crumb' }] } });
    expect(outside?.user).toBeUndefined();
    expect(outside?.tags).toMatchObject({ early: 'before init' });
  });

  it('share audits and masquerading', async () => {
    esm.initClient({ dsn }, runtime);
    cjs.masquerade({ actor: { id: 'ada' }, onBehalfOf: { id: 'carol' }, reason: 'ticket' }, () => void esm.audit('user.rename'));
    await settle();
    expect(runtime.server.events().map((event) => event.contexts?.['audit']?.['actor'])).toEqual(Array.from({ length: 3 }, () => ({ id: 'ada' })));
  });

  it('have one client: the init of one takes the place of the other\'s', async () => {
    const first = esm.initClient({ dsn }, runtime);
    esm.captureMessage('to the first');
    cjs.initClient({ dsn }, other);
    esm.captureMessage('to the second');
    await settle();
    await runtime.advance(5000);
    expect(await messages(runtime)).toEqual(['to the first']);
    expect(await messages(other)).toEqual(['to the second']);
    expect(first.isEnabled()).toBe(false);
  });

  it('leave no key behind when the last client is closed, whichever copy closes it', async () => {
    esm.initClient({ dsn }, runtime);
    cjs.initClient({ dsn }, other);
    await runtime.advance(5000);
    expect(Reflect.has(globalThis, KEY)).toBe(true);
    await esm.close();
    expect(Reflect.has(globalThis, KEY)).toBe(false);
    expect(cjs.captureException(new Error('nobody listens'))).toBe('0'.repeat(32));
  });
});

describe('docs/coexistence.md', () => {
  const page = readFileSync(join(root, 'docs/coexistence.md'), 'utf8');
  const named = (object: string): readonly string[] => [...(new RegExp(`^\\| ${object} \\| (.+) \\|$`, 'm').exec(page)?.[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

  it('names the key and all members of a carrier: another one takes a new version, or a line there', () => {
    esm.initClient({ dsn }, runtime);
    expect(page).toContain(`Symbol.for('${KEY.description}')`);
    const carriers: object = Reflect.get(globalThis, KEY);
    expect(Object.keys(carriers)).toEqual(['v1']);
    const carrier: Readonly<Record<string, object>> = Reflect.get(carriers, 'v1');
    expect(Object.keys(carrier).toSorted()).toEqual(named('carrier').toSorted());
    expect(Object.keys(carrier['store'] ?? {}).toSorted()).toEqual(named('`store`').filter((name) => name !== 'store').toSorted());
    expect(Object.keys(carrier['root'] ?? {}).toSorted()).toEqual(['current', 'isolation']);
  });
});

describe('copies of two protocols', () => {
  it('say so when the one without a client captures: by the one that has it, once', () => {
    esm.initClient({ dsn }, runtime);
    expect(told(runtime)).toEqual([]);
    newer.captureException(new Error('lost'));
    newer.captureException(new Error('lost'));
    newer.addBreadcrumb({ message: 'lost' });
    expect(told(runtime)).toEqual([{ code: 'T1005', detail: 'v2' }]);
  });

  it('say so when the one without a client sets something', () => {
    newer.initClient({ dsn }, runtime);
    cjs.setUser({ id: '7' });
    expect(told(runtime)).toEqual([{ code: 'T1005', detail: 'v1' }]);
  });

  it('say so at init when the other one has set something before', () => {
    newer.setUser({ id: '7' });
    esm.initClient({ dsn }, runtime);
    expect(told(runtime)).toEqual([{ code: 'T1005', detail: 'v2' }]);
  });

  it('work beside each other when both have a client, and say so', async () => {
    esm.initClient({ dsn }, runtime);
    newer.initClient({ dsn }, other);
    expect(told(runtime).length + told(other).length).toBeGreaterThan(0);
    esm.captureMessage('old');
    newer.captureMessage('new');
    expect(await messages(runtime)).toEqual(['old']);
    expect(await messages(other)).toEqual(['new']);
    expect(esm.getClient()?.isEnabled() && newer.getClient()?.isEnabled()).toBe(true);
  });

  it('leave no key behind when both are closed', async () => {
    esm.initClient({ dsn }, runtime);
    newer.initClient({ dsn }, other);
    await esm.close();
    expect(Reflect.has(globalThis, KEY)).toBe(true);
    expect(newer.isEnabled()).toBe(true);
    await newer.close();
    expect(Reflect.has(globalThis, KEY)).toBe(false);
  });
});

describe('what somebody else has put at the key', () => {
  const trap = (): never => {
    throw new Error('trap');
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const values: Readonly<Record<string, PropertyDescriptor>> = {
    'a number': { value: 7 },
    'a text': { value: 'text' },
    null: { value: null },
    'a list': { value: [1, 2] },
    'a function': { value: trap },
    'an empty object': { value: {} },
    'a frozen object': { value: Object.freeze({ v9: Object.freeze({}) }) },
    'a carrier without members': { value: { v1: {} } },
    'a carrier that is a text': { value: { v1: 'text' } },
    'another carrier that throws': { value: { v9: { report: trap } } },
    'a revoked proxy': { value: revoked },
    'a proxy that throws': { value: new Proxy({}, { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, has: trap }) },
    'a getter that throws': { get: trap },
  };
  const useEverything = (core: Core): void => {
    core.captureException(new Error('early'));
    core.setUser({ id: '7' });
    core.addBreadcrumb({ message: 'crumb' });
    core.withScope((scope) => scope.setTag('a', 'b'));
    core.withIsolationScope(() => core.captureMessage('early'));
    core.continueTrace({}, () => core.getTraceData());
    core.tracePropagationFor({ url: 'https://api.example/' });
    void core.flush(0);
  };

  it.each(Object.entries(values))('is harmless: %s', async (_name, value) => {
    Reflect.defineProperty(globalThis, KEY, { ...value, configurable: true });
    expect(() => useEverything(esm)).not.toThrow();
    esm.initClient({ dsn }, runtime);
    cjs.captureException(new Error('arrives'));
    expect(await messages(runtime)).toEqual(['arrives']);
  });

  it('is harmless also before anything of ours was set', () => {
    for (const value of Object.values(values)) {
      Reflect.defineProperty(globalThis, KEY, { ...value, configurable: true });
      expect(() => esm.captureException(new Error('nobody listens'))).not.toThrow();
      expect(() => esm.getTraceData()).not.toThrow();
      expect(esm.getClient()).toBeUndefined();
    }
  });
});

describe('a realm that takes no carrier', () => {
  it('is told of at init, and nothing throws', async () => {
    // A real one cannot be made here: it would stay so for every other test.
    const { defineProperty } = Reflect;
    Reflect.defineProperty = (target, key, descriptor) => (key === KEY ? false : defineProperty(target, key, descriptor));
    try {
      const client = esm.initClient({ dsn }, runtime);
      expect(told(runtime)).toEqual([{ code: 'T1006' }]);
      expect(esm.captureException(new Error('lost'))).toBe('0'.repeat(32));
      esm.setTag('a', 'b');
      const closed = client.close(0);
      await runtime.advance(0);
      await closed;
    } finally {
      Reflect.defineProperty = defineProperty;
    }
  });
});
