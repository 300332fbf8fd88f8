import { describe, expect, it } from 'vitest';
import { proxyInEnvironment, toProxy } from './proxy';

const https = 'https://errors.example/api/1/envelope/';
const http = 'http://errors.example:8000/api/1/envelope/';

describe('the proxy of the environment', () => {
  it.each([
    ['nothing is set', https, {}, undefined],
    ['by scheme: https', https, { https_proxy: 'http://p:1', http_proxy: 'http://other:2' }, 'http://p:1/'],
    ['by scheme: http', http, { https_proxy: 'http://other:2', http_proxy: 'http://p:1' }, 'http://p:1/'],
    ['capitals', https, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['small letters win', https, { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://other:2' }, 'http://p:1/'],
    ['a proxy without a scheme', https, { https_proxy: 'p:1' }, 'http://p:1/'],
    ['user and password', https, { https_proxy: 'http://ada:x%40y@p:1' }, 'http://ada:x%40y@p:1/'],
    ['a proxy that speaks TLS itself', http, { http_proxy: 'https://p:1' }, 'https://p:1/'],
    ['for everything', https, { all_proxy: 'http://p:1' }, 'http://p:1/'],
    ['blank is absent', https, { https_proxy: '  ' }, undefined],
    ['a visitor of a CGI program cannot choose it', http, { REQUEST_METHOD: 'GET', HTTP_PROXY: 'http://evil:1' }, undefined],
    ['but the small letters no header can set', http, { REQUEST_METHOD: 'GET', http_proxy: 'http://p:1' }, 'http://p:1/'],
    ['no_proxy: the host', https, { https_proxy: 'http://p:1', no_proxy: 'a.example,errors.example' }, undefined],
    ['no_proxy: blanks in the list', https, { https_proxy: 'http://p:1', no_proxy: 'a.example, ERRORS.example' }, undefined],
    ['no_proxy: a domain', https, { https_proxy: 'http://p:1', NO_PROXY: '.example' }, undefined],
    ['no_proxy: a domain with a star', https, { https_proxy: 'http://p:1', NO_PROXY: '*.example' }, undefined],
    ['no_proxy: a part of a name is no domain', https, { https_proxy: 'http://p:1', no_proxy: 'rors.example' }, 'http://p:1/'],
    ['no_proxy: everything', https, { https_proxy: 'http://p:1', no_proxy: '*' }, undefined],
    ['no_proxy: the port', http, { http_proxy: 'http://p:1', no_proxy: 'errors.example:8000' }, undefined],
    ['no_proxy: another port', http, { http_proxy: 'http://p:1', no_proxy: 'errors.example:8001' }, 'http://p:1/'],
    ['no_proxy: the usual port of https', https, { https_proxy: 'http://p:1', no_proxy: 'errors.example:443' }, undefined],
    ['no_proxy: an IPv6 address', 'http://[::1]:8000/', { http_proxy: 'http://p:1', no_proxy: '::1' }, undefined],
    ['no_proxy: an IPv6 address in brackets', 'http://[::1]:8000/', { http_proxy: 'http://p:1', no_proxy: '[::1]' }, undefined],
    ['no_proxy: an IPv6 address, written otherwise', 'http://[::1]:8000/', { http_proxy: 'http://p:1', no_proxy: '0:0:0:0:0:0:0:1' }, undefined],
    ['no_proxy: an IPv6 address with a port', 'http://[::1]:8000/', { http_proxy: 'http://p:1', no_proxy: '[::1]:8000' }, undefined],
    ['no_proxy: a network', 'http://10.1.2.3:8000/', { http_proxy: 'http://p:1', no_proxy: 'localhost,10.0.0.0/8' }, undefined],
    ['no_proxy: another network', 'http://11.1.2.3:8000/', { http_proxy: 'http://p:1', no_proxy: '10.0.0.0/8' }, 'http://p:1/'],
    ['no_proxy: an IPv6 network', 'http://[fd12::9]/', { http_proxy: 'http://p:1', no_proxy: 'fd00::/8' }, undefined],
    ['no_proxy: a network of the other kind', 'http://[fd12::9]/', { http_proxy: 'http://p:1', no_proxy: '0.0.0.0/0' }, 'http://p:1/'],
    ['no_proxy: no network', 'http://10.1.2.3:8000/', { http_proxy: 'http://p:1', no_proxy: '10.0.0.0/99,10.0.0.0/x,10.0.0.0/,/8,10/8' }, 'http://p:1/'],
    ['no_proxy: a name is in no network', http, { http_proxy: 'http://p:1', no_proxy: '0.0.0.0/0' }, 'http://p:1/'],
    ['no_proxy: everything at a port', http, { http_proxy: 'http://p:1', no_proxy: '*:8000' }, undefined],
    ['no_proxy: everything at another port', http, { http_proxy: 'http://p:1', no_proxy: '*:8001' }, 'http://p:1/'],
    ['no_proxy: empty', https, { https_proxy: 'http://p:1', no_proxy: '' }, 'http://p:1/'],
  ] as const)('%s', (_name, url, env, expected) => {
    const address = proxyInEnvironment(url, env);
    expect(address === undefined ? undefined : toProxy(address)?.href).toBe(expected);
  });

  it.each(['http://', 'socks5://p:1', '', 'http://p:99999'])('is none that we can speak to: %j', (address) => {
    expect(toProxy(address)).toBeUndefined();
  });
});
