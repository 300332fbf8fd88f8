import { describe, expect, it } from 'vitest';
import { prefersJson } from './accept';

describe('who asks for JSON', () => {
  it.each([
    ['application/json'],
    ['application/problem+json'],
    ['application/vnd.api+json'],
    ['application/json, text/plain, */*'],
    ['APPLICATION/JSON'],
    ['text/html;q=0.5, application/json'],
    ['application/json, text/html'],
    ['text/html;q=0, */*'],
    ['application/*'],
  ])('gets it for %s', (accept) => {
    expect(prefersJson(accept)).toBe(true);
  });

  it.each([
    [undefined],
    [''],
    ['*/*'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
    ['text/html, application/json'],
    ['text/*, application/json;q=0.9'],
    ['application/json;q=0'],
    ['application/json;q=0, */*'],
    ['application/json;q=0.5, */*'],
    ['application/json;q=nonsense'],
    ['image/png'],
    [',;,;q=,'],
  ])('does not get it for %s', (accept) => {
    expect(prefersJson(accept)).toBe(false);
  });
});
