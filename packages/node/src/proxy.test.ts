import { describe, expect, it } from 'vitest';
import { proxyFor } from './proxy';

const https = 'https://errors.example/api/1/envelope/';
const http = 'http://errors.example:8000/api/1/envelope/';

describe('proxyFor', () => {
  it.each([
    ['nothing is set', https, undefined, {}, undefined],
    ['the option', https, 'http://p:1', { https_proxy: 'http://other:2' }, 'http://p:1/'],
    ['the option, also for an exempt host: it was said on purpose', https, 'http://p:1', { no_proxy: '*' }, 'http://p:1/'],
    ['by scheme: https', https, undefined, { https_proxy: 'http://p:1', http_proxy: 'http://other:2' }, 'http://p:1/'],
    ['by scheme: http', http, undefined, { https_proxy: 'http://other:2', http_proxy: 'http://p:1' }, 'http://p:1/'],
    ['capitals', https, undefined, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['small letters win', https, undefined, { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://other:2' }, 'http://p:1/'],
    ['a proxy without a scheme', https, undefined, { https_proxy: 'p:1' }, 'http://p:1/'],
    ['user and password', https, undefined, { https_proxy: 'http://ada:x%40y@p:1' }, 'http://ada:x%40y@p:1/'],
    ['a proxy that speaks TLS itself', http, undefined, { http_proxy: 'https://p:1' }, 'https://p:1/'],
    ['for everything', https, undefined, { all_proxy: 'http://p:1' }, 'http://p:1/'],
    ['blank is absent', https, undefined, { https_proxy: '  ' }, undefined],
    ['a visitor of a CGI program cannot choose it', http, undefined, { REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://evil:1' }, undefined],
    ['but the small letters no header can set', http, undefined, { REQUEST_METHOD: 'GET', http_proxy: 'http://p:1' }, 'http://p:1/'],
    ['no_proxy: the host', https, undefined, { https_proxy: 'http://p:1', no_proxy: 'a.example,errors.example' }, undefined],
    ['no_proxy: blanks in the list', https, undefined, { https_proxy: 'http://p:1', no_proxy: 'a.example, ERRORS.example' }, undefined],
    ['no_proxy: a domain', https, undefined, { https_proxy: 'http://p:1', NO_PROXY: '.example' }, undefined],
    ['no_proxy: a domain with a star', https, undefined, { https_proxy: 'http://p:1', NO_PROXY: '*.example' }, undefined],
    ['no_proxy: a part of a name is no domain', https, undefined, { https_proxy: 'http://p:1', no_proxy: 'rors.example' }, 'http://p:1/'],
    ['no_proxy: everything', https, undefined, { https_proxy: 'http://p:1', no_proxy: '*' }, undefined],
    ['no_proxy: the port', http, undefined, { http_proxy: 'http://p:1', no_proxy: 'errors.example:8000' }, undefined],
    ['no_proxy: another port', http, undefined, { http_proxy: 'http://p:1', no_proxy: 'errors.example:8001' }, 'http://p:1/'],
    ['no_proxy: the usual port of https', https, undefined, { https_proxy: 'http://p:1', no_proxy: 'errors.example:443' }, undefined],
    ['no_proxy: an IPv6 address', 'http://[::1]:8000/', undefined, { http_proxy: 'http://p:1', no_proxy: '::1' }, undefined],
    ['no_proxy: an IPv6 address in brackets', 'http://[::1]:8000/', undefined, { http_proxy: 'http://p:1', no_proxy: '[::1]' }, undefined],
    ['no_proxy: empty', https, undefined, { https_proxy: 'http://p:1', no_proxy: '' }, 'http://p:1/'],
  ] as const)('%s', (_name, url, option, env, expected) => {
    expect(proxyFor(url, option, env)?.href).toBe(expected);
  });

  it.each([
    ['no URL', 'http://', {}, 'transportOptions.proxy'],
    ['a proxy of another kind', 'socks5://p:1', {}, 'transportOptions.proxy'],
    ['in the environment', undefined, { https_proxy: 'socks5://p:1' }, 'https_proxy'],
  ] as const)('names what cannot be used, and goes without: %s', (_name, option, env, where) => {
    const named: string[] = [];
    expect(proxyFor(https, option, env, (name) => named.push(name))).toBeUndefined();
    expect(named).toEqual([where]);
  });
});
