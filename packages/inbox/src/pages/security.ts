import { createHash } from 'node:crypto';
import { styles } from './styles';

/**
 * Headers of every page. Error texts come from strangers; should one ever get past the escaping,
 * it finds no script, no foreign image, no frame and no form target to use.
 */
export const createPageHeaders = (): Readonly<Record<string, string>> => {
  const styleHash = createHash('sha256').update(styles).digest('base64');
  return {
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Pages tell of people's errors and change all the time.
    'cache-control': 'no-store',
  };
};

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for addresses that only this machine reaches. */
const isLoopback = (host: string): boolean => loopbackNames.has(host) || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * Whether a page may be shown to a request for this host name. An inbox on the loopback address is
 * for this machine; a foreign name that leads here is a web site that had its name point at us
 * ("DNS rebinding") in order to read what is stored. Bound to any other address, every name is fine.
 */
export const mayShowPages = (boundHost: string, requestHost: string): boolean => {
  if (!isLoopback(boundHost)) return true;
  const name = requestHost.toLowerCase().replace(/:\d+$/, '');
  return isLoopback(name) || name.endsWith('.localhost');
};
