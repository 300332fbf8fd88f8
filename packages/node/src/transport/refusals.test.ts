import type { Diagnostic } from '@tocsin/core';
import { describe, expect, it } from 'vitest';
import { createRefusals } from './refusals';
import { routeTo } from './route';

const route = (proxy?: string) => routeTo({ dsn: { scheme: 'http', publicKey: 'secret', host: 'errors.example', path: '', projectId: '7' }, client: 'tocsin.test/1' }, proxy === undefined ? {} : { proxy: new URL(proxy) });
const answered = (status: number, reason?: string) => ({ status, header: (name: string) => (name === 'x-sentry-error' ? reason : undefined) });

const hear = (proxy?: string) => {
  const told: Diagnostic[] = [];
  return { told, heard: createRefusals(route(proxy), (diagnostic) => void told.push(diagnostic)) };
};

describe('a refusal', () => {
  it.each([
    [401, undefined, 'errors.example:80/api/7/envelope/: HTTP 401'],
    [403, 'no such key', 'errors.example:80/api/7/envelope/: HTTP 403, no such key'],
    [404, undefined, 'errors.example:80/api/7/envelope/: HTTP 404'],
  ])('for good (%i) is told once, with where it comes from and without the key', (status, reason, detail) => {
    const { heard, told } = hear();
    const answer = answered(status, reason);
    for (let n = 0; n < 3; n++) expect(heard(answer)).toBe(answer);
    expect(told).toEqual([{ code: 'T1013', detail }]);
  });

  it.each([200, 400, 413, 429, 500, 503])('is none, or no last word: %i', (status) => {
    const { heard, told } = hear();
    heard(answered(status));
    expect(told).toEqual([]);
  });

  it('through a proxy names the server', () => {
    const { heard, told } = hear('http://ada:pass@proxy.example:3128');
    heard(answered(404));
    expect(told).toEqual([{ code: 'T1013', detail: 'http://errors.example/api/7/envelope/: HTTP 404' }]);
  });
});
