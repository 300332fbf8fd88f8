import type * as dns from 'node:dns';
import type * as fs from 'node:fs';
import type { LookupFunction } from 'node:net';
import type { RequireBuiltIn } from '../built-in';

/** How long name servers have to answer, milliseconds: first `first`, then twice as long with each failure, at most `most`. */
export interface LookupTerms {
  readonly first: number;
  readonly most: number;
}

/**
 * Looks a server's address up as Node does, but only once the name servers have shown that they answer: the system's own lookup
 * cannot be given up. With dead ones it holds a process that is to end for many seconds, however that ends. (A question to the
 * name servers alone can be given up, but knows less: neither the system's list of hosts nor what else it asks.) Where it is only we whom they do
 * not answer, the system is asked all the same: when we have had no answer within `most`, once in five minutes, then always if that finds it.
 *
 * Runs in a worker thread too, as text: see `openAgent`.
 */
export const openLookup = (require: RequireBuiltIn, { first, most }: LookupTerms): LookupFunction => {
  const names: typeof dns = require('node:dns');
  const files: typeof fs = require('node:fs');
  const about = {
    within: first,
    /** Until then name servers that have answered a moment ago need not show it again. By `performance.now()`. */
    trustedUntil: -1,
    /** When the system may be asked although they do not answer. */
    tryAt: 0,
    /** What the system appends to a name. */
    domains: '',
    isListed: undefined as boolean | undefined,
    read(path: string): string {
      try {
        return files.readFileSync(path, 'latin1');
      } catch {
        // No such file, or no right to read it: the name servers will know.
        return '';
      }
    },
    isInList(host: string): boolean {
      const list = process.platform === 'win32' ? String(process.env['SystemRoot']) + '\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
      about.domains = (/^(?:search|domain)\s+(.+)/m.exec(about.read('/etc/resolv.conf')) || ['', ''])[1] || '';
      return /(?:^|\.)localhost\.?$/i.test(host) || new RegExp('^[^#\\n]*\\s' + host.replace(/\W/g, '\\$&') + '(?:\\s|$)', 'im').test(about.read(list));
    },
  };
  return (host, options, done) => {
    if (about.isListed === undefined) about.isListed = about.isInList(host);
    const now = performance.now();
    if (about.isListed || now < about.trustedUntil) return names.lookup(host, options, done);
    const within = about.within;
    const resolver = new names.Resolver({ tries: 1, timeout: within });
    const overdue = require('node:timers').setTimeout(() => resolver.cancel(), within).unref();
    const asked = [host].concat(host.endsWith('.') ? [] : about.domains.split(/\s+/).filter(Boolean).slice(0, 6).map((domain) => host + '.' + domain));
    let left = asked.length;
    let isSilent = false;
    for (const name of asked) {
      resolver.resolve4(name, (error) => {
        if (left <= 0) return;
        left = error ? left - 1 : 0;
        isSilent = error ? isSilent || ['ETIMEOUT', 'ECANCELLED', 'ECONNREFUSED'].includes(String(error.code)) : false;
        if (left > 0) return;
        require('node:timers').clearTimeout(overdue);
        resolver.cancel();
        if (!isSilent) {
          about.within = first;
          about.trustedUntil = performance.now() + 5000;
          return names.lookup(host, options, done);
        }
        about.within = Math.min(within * 2, most);
        if (within < most || now < about.tryAt) return done(Object.assign(new Error('no name server answers for ' + host), { code: 'EAI_AGAIN' }), '');
        about.tryAt = now + 300_000;
        names.lookup(host, options, (failure, address, family) => {
          if (!failure) about.isListed = true;
          done(failure, address, family);
        });
      });
    }
  };
};
