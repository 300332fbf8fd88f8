import type { Event, Integration } from '@tocsin/core';
import { captureEvent, captureException } from '@tocsin/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../test/heard';
import { hear } from '../../test/heard';
import { contextLinesIntegration } from './context-lines';
import { localVariablesIntegration } from './local-variables';
import { modulesIntegration } from './modules';
import { nodeContextIntegration } from './node-context';
import { requestDataIntegration } from './request-data';

let heard: Heard | undefined;
afterEach(() => heard?.stop());

const start = (...options: Parameters<typeof hear>): Heard => (heard = hear(...options));

describe('node context', () => {
  const contexts = { app: { a: 1 }, os: { name: 'x' }, device: { arch: 'y' }, culture: { locale: 'z' }, cloud_resource: { id: 'c' }, own: { b: 2 } };

  it('leaves out what it is told to, and nothing else', async () => {
    const { events } = start({ integrations: [nodeContextIntegration({ os: false, cloudResource: false, app: true })] });
    captureEvent({ message: 'now', contexts });
    expect(Object.keys((await events())[0]?.contexts ?? {}).toSorted()).toEqual(['app', 'culture', 'device', 'own', 'trace']);
  });
});

describe('request data', () => {
  const request = { url: 'https://shop.example/orders', method: 'POST', query_string: 'page=2', headers: { accept: '*/*', 'x-real-ip': '203.0.113.9', Cookie: 'a=b' }, cookies: { theme: 'dark' }, data: { order: 7 }, env: { REMOTE_ADDR: '203.0.113.9' } };
  const capture = (): string => captureEvent({ message: 'now', request, user: { id: 'ada', ip_address: '203.0.113.9' } });

  it('tells everything by default', async () => {
    const { events } = start({ sendDefaultPii: true, integrations: [requestDataIntegration()] });
    capture();
    expect((await events())[0]).toMatchObject({ request: { ...request, headers: { accept: '*/*', 'x-real-ip': '203.0.113.9' } }, user: { id: 'ada', ip_address: '203.0.113.9' } });
  });

  it.each([
    { left: 'cookies', gone: ['cookies'] },
    { left: 'data', gone: ['data'] },
    { left: 'headers', gone: ['headers'] },
    { left: 'query_string', gone: ['query_string'] },
    { left: 'url', gone: ['url'] },
    { left: 'ip', gone: ['env'] },
  ])('leaves out: $left', async ({ left, gone }) => {
    const { events } = start({ sendDefaultPii: true, integrations: [requestDataIntegration({ include: { [left]: false } })] });
    capture();
    captureException(new Error('without a request'));
    const [event, other] = await events();
    expect(Object.keys(request).filter((part) => !Object.keys(event?.request ?? {}).includes(part))).toEqual(gone);
    const text = JSON.stringify(event);
    expect(text.includes('203.0.113.9')).toBe(left !== 'ip');
    expect(Object.keys(event?.request?.headers ?? {}).includes('Cookie')).toBe(!['cookies', 'headers'].includes(left));
    expect(other?.request).toBeUndefined();
  });
});

describe.each([
  { make: requestDataIntegration, options: { include: { ip: false, cookies: false } } },
  { make: nodeContextIntegration, options: { os: false } },
  { make: modulesIntegration, options: undefined },
  { make: localVariablesIntegration, options: undefined },
  { make: contextLinesIntegration, options: undefined },
])('$make.name', ({ make, options }) => {
  it.each<readonly [what: string, event: unknown]>([
    ['exception', { exception: 7 }],
    ['exception', { exception: { values: 'none' } }],
    ['exception', { exception: { values: [null, 7, {}, { stacktrace: 'x', mechanism: 'x' }, { stacktrace: { frames: 'x' } }, { stacktrace: { frames: [null, 7, {}, { filename: 7, abs_path: 7, lineno: 'x' }] } }] } }],
    ['contexts', { message: 'm', contexts: 'none' }],
    ['request', { message: 'm', request: 'none' }],
    ['request', { message: 'm', request: { headers: 'none', cookies: 7 } }],
    ['request', { message: 'm', request: { headers: [['cookie', 7], null, 7] } }],
    ['user', { message: 'm', user: 7 }],
    ['modules', { message: 'm', modules: 'none' }],
  ])('loses no event whose %s is none', async (_what, event) => {
    const { events, runtime } = start({ integrations: [(make as (given: unknown) => Integration)(options)] });
    captureEvent(event as Event, { originalException: new Error('boom') });
    expect(await events()).toHaveLength(1);
    expect(runtime.reported).toEqual([]);
  });
});
