import { describe, expect, it } from 'vitest';
import type { ErrorAnswerOptions } from './error-answer';
import { errorAnswer } from './error-answer';

const report = { eventId: '0123456789ab4cde8123456789abcdef', errorHash: 'mitup-solan-tubat-dovir' };

const answer = (options: Partial<ErrorAnswerOptions> = {}) =>
  errorAnswer({ error: new Error('SELECT * FROM secrets'), status: 500, method: 'GET', accept: undefined, report, texts: undefined, ...options });

const problem = (options: Partial<ErrorAnswerOptions> = {}): unknown => JSON.parse(answer({ accept: 'application/json', ...options }).body);

describe('the page of an error', () => {
  it('shows the hash, untouched by translators, with what to do with it', () => {
    expect(answer().body).toContain('<p class="hash" translate="no">mitup-solan-tubat-dovir</p>\n<p class="help">If you ask for help');
  });

  it('says nothing of a hash when there is none', () => {
    for (const none of [undefined, { eventId: report.eventId }]) {
      const { body } = answer({ report: none });
      expect(body).not.toMatch(/class="hash"|Error hash|four words/);
      expect(body).not.toContain(report.eventId);
    }
  });

  it('is a whole document that needs nothing else and may run nothing', () => {
    const { body, headers } = answer();
    for (const part of ['<!doctype html>', '<html lang="en">', '<title>Something went wrong</title>', '<main>', '<h1>', 'name="viewport"']) expect(body).toContain(part);
    expect(body).not.toMatch(/<script|<img|<link|href=|src=|url\(|style=|@import| on\w+=/i);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('escapes everything that comes from outside', () => {
    const hostile = `<script>alert("1")</script>'&`;
    const texts = { lang: hostile, heading: hostile, explanation: hostile, hashLabel: hostile, help: hostile };
    const { body } = answer({ texts, report: { eventId: '', errorHash: hostile } });
    expect(body).not.toContain('<script');
    expect(body.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/g)).toHaveLength(7);
  });

  it('takes the words of the app, and keeps ours where it has none', () => {
    const { body } = answer({ texts: { help: 'Write to help@shop.example.' } });
    expect(body).toContain('Write to help@shop.example.');
    expect(body).toContain('Something went wrong');
  });

  it('keeps its own words where the app gives none after all, and spells what is no text', () => {
    const { body } = answer({ texts: { help: undefined, explanation: null, heading: 500 } as never, report });
    expect(body).toContain('<h1>500</h1>');
    expect(body).toContain('The fault is on our side.');
    expect(body).toContain('give these four words');
    expect(body).not.toMatch(/undefined|null/);
  });
});

describe('problem details', () => {
  it('say what happened as RFC 9457 has it, with hash and event', () => {
    expect(problem()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      error_hash: 'mitup-solan-tubat-dovir',
      instance: 'urn:uuid:01234567-89ab-4cde-8123-456789abcdef',
    });
    expect(answer({ accept: 'application/json' }).headers).toMatchObject({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' });
  });

  it('name neither hash nor event when there is no hash', () => {
    expect(problem({ report: { eventId: report.eventId } })).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  });
});

describe('what an error says', () => {
  const says = (error: unknown, status: number): boolean => answer({ error, status }).body.includes('inside') || JSON.stringify(problem({ error, status })).includes('inside');

  it('stays inside when the server is to blame', () => {
    expect(says(new Error('inside'), 500)).toBe(false);
    expect(says('inside', 502)).toBe(false);
  });

  it('is told when the client is to blame', () => {
    expect(says(new Error('inside'), 404)).toBe(true);
    expect(problem({ error: new Error('no such lamp'), status: 404 })).toMatchObject({ title: 'Not Found', status: 404, detail: 'no such lamp' });
    expect(answer({ error: new Error('no such lamp'), status: 404 }).body).toContain('<h1>Not Found</h1>\n<p>no such lamp</p>');
  });

  it('follows the error\'s own word on it', () => {
    expect(says(Object.assign(new Error('inside'), { expose: false }), 404)).toBe(false);
    expect(says(Object.assign(new Error('inside'), { expose: true }), 500)).toBe(true);
  });

  it('is replaced when it says nothing', () => {
    expect(answer({ error: undefined, status: 400 }).body).toContain('did not accept this request');
  });
});

describe('the headers of an answer', () => {
  it('carry what the status needs, and nothing else that hangs on the error', () => {
    const error = { headers: { 'Retry-After': 30, 'WWW-Authenticate': 'Basic', 'Set-Cookie': 'a=b', 'content-type': 'text/x', allow: ['GET'] } };
    const { headers } = answer({ error, status: 401 });
    expect(headers).toMatchObject({ 'retry-after': '30', 'www-authenticate': 'Basic', 'content-type': 'text/html; charset=utf-8' });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(headers).not.toHaveProperty('allow');
  });

  it('come alone when only they were asked for', () => {
    expect(answer({ method: 'HEAD' })).toMatchObject({ status: 500, body: '', headers: { 'content-type': 'text/html; charset=utf-8' } });
  });
});
