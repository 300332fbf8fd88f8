import { attempt, attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { peerOf } from './route';

/** `http_proxy` wins over `HTTP_PROXY`, as in curl. */
const read = (env: NodeJS.ProcessEnv, name: string): string | undefined => env[name]?.trim() || env[name.toUpperCase()]?.trim() || undefined;

/** Host, and port where one is said: `example.com:8000`, `[::1]:8000`, or a bare IPv6 address, which has colons of its own. */
const ENTRY = /^(?:\*?\.)?(?:\[(.+)\]|([^:]+))(?::(\d+))?$/;

/** An entry of `NO_PROXY`: a host, a domain with everything below it (a leading dot or `*.` is the same), addresses that begin alike (`10.0.0.0/8`), or `*` for all; perhaps a port. */
const covers = (entry: string, host: string, port: string): boolean => {
  const [, address, name, onlyPort] = ENTRY.exec(entry) ?? [];
  const covered = address ?? name ?? entry;
  if (covered === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
  return covered === '*' || host === covered || host.endsWith(`.${covered}`) || isWithin(covered, host);
};

/** Whether an address is the other one, however that is written, or one of its network. */
const isWithin = (range: string, host: string): boolean =>
  attemptOr(false, () => {
    const { BlockList, isIP } = loadBuiltIn('node:net');
    const [, network = '', bits] = /^([^/]+)(?:\/(\d+))?$/.exec(range) ?? [];
    const family = isIP(host);
    if (family === 0 || isIP(network) !== family) return false;
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    const list = new BlockList();
    list.addSubnet(network, Number(bits ?? (family === 6 ? 128 : 32)), kind);
    return list.check(host, kind);
  });

/** Whether the environment names any: most do not, and need not look at the server's address. */
export const namesProxy = (env: NodeJS.ProcessEnv): boolean => ['https_proxy', 'http_proxy', 'all_proxy'].some((name) => read(env, name) !== undefined);

const isExempt = (target: URL, list: string): boolean => {
  const { hostname, port } = peerOf(target);
  return list.toLowerCase().split(/[\s,]+/).some((entry) => covers(entry, hostname, port));
};

/** An address as a proxy that we can speak to: `http:` or `https:`, not SOCKS. `undefined` when it is none. */
export const toProxy = (address: string): URL | undefined => {
  const parsed = attempt(() => new URL(address.includes('://') ? address : `http://${address}`));
  return parsed.ok && /^https?:$/.test(parsed.value.protocol) ? parsed.value : undefined;
};

/**
 * The address of the proxy that the environment names for `url`: `https_proxy` or `http_proxy` by the
 * URL's scheme, else `all_proxy`, unless `no_proxy` names the host (capitals do as well). `HTTP_PROXY`
 * does not count in a CGI program, where a visitor could set it through a header `Proxy`.
 */
export const proxyInEnvironment = (url: string, env: NodeJS.ProcessEnv): string | undefined => {
  const target = new URL(url);
  if (isExempt(target, read(env, 'no_proxy') ?? '')) return undefined;
  const trusted = env['REQUEST_METHOD'] === undefined ? env : { ...env, HTTP_PROXY: undefined };
  return read(trusted, `${target.protocol.slice(0, -1)}_proxy`) ?? read(env, 'all_proxy');
};
