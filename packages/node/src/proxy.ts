import { attempt } from '@tocsin/core/platform';

type Environment = Readonly<Record<string, string | undefined>>;

/** `http_proxy` wins over `HTTP_PROXY`, as in curl. */
const read = (env: Environment, name: string): string | undefined => env[name]?.trim() || env[name.toUpperCase()]?.trim() || undefined;

/** Host, and port where one is said: `example.com:8000`, `[::1]:8000`, or a bare IPv6 address, which has colons of its own. */
const ENTRY = /^(?:\*?\.)?(?:\[(.+)\]|([^:]+))(?::(\d+))?$/;

/** An entry of `NO_PROXY`: a host, a domain with everything below it (a leading dot or `*.` is the same), perhaps a port. */
const covers = (entry: string, host: string, port: string): boolean => {
  const [, address, name, onlyPort] = ENTRY.exec(entry) ?? [];
  const covered = address ?? name ?? entry;
  if (covered === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
  return entry === '*' || host === covered || host.endsWith(`.${covered}`);
};

const isExempt = ({ hostname, port, protocol }: URL, list: string): boolean => {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const at = port || (protocol === 'https:' ? '443' : '80');
  return list.toLowerCase().split(/[\s,]+/).some((entry) => covers(entry, host, at));
};

/** Proxies that we can speak to; SOCKS is none of them. */
const toProxy = (text: string): URL | undefined => {
  const parsed = attempt(() => new URL(text.includes('://') ? text : `http://${text}`));
  return parsed.ok && /^https?:$/.test(parsed.value.protocol) ? parsed.value : undefined;
};

/**
 * The proxy through which `url` is to be reached: the option `transportOptions.proxy`, else
 * `https_proxy` or `http_proxy` by the URL's scheme, else `all_proxy`, unless `no_proxy` names the
 * host (capitals do as well). `HTTP_PROXY` does not count in a CGI program, where a visitor could set it
 * through a header `Proxy`. `undefined`: directly. What is no address of an HTTP proxy is answered by
 * `unusable`, and counts as absent.
 */
export const proxyFor = (url: string, option: string | undefined, env: Environment, unusable: (where: string) => void = () => undefined): URL | undefined => {
  const target = new URL(url);
  const scheme = target.protocol.slice(0, -1);
  const trusted = env['REQUEST_METHOD'] === undefined ? env : { ...env, HTTP_PROXY: undefined };
  const fromEnvironment = isExempt(target, read(env, 'no_proxy') ?? '') ? undefined : (read(trusted, `${scheme}_proxy`) ?? read(env, 'all_proxy'));
  const text = option ?? fromEnvironment;
  if (text === undefined) return undefined;
  const proxy = toProxy(text);
  if (!proxy) unusable(option === undefined ? `${scheme}_proxy` : 'transportOptions.proxy');
  return proxy;
};
