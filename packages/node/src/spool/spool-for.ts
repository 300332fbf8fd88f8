import { resolve } from 'node:path';
import type { ClientOptions } from '@tocsin/core';
import type { OpenSpooling } from '@tocsin/core/platform';
import { withSpool } from '@tocsin/core/platform';
import { SHUTDOWN_TIMEOUT } from '../death';
import { fileSpool } from './file-spool';
import { usualRoots } from './folder';
import { lazySpool } from './lazy-spool';
import type { Leftovers } from './leftovers';
import { emptying } from './emptying';

/** What a spool holds unless the app says otherwise, bytes: ten thousand events of 5 KB. */
const MAX_BYTES = 50_000_000;

/** How long it is kept unless the app says otherwise, milliseconds: a day, as other SDKs have it. What is older tells more about the outage than about the app. */
const MAX_AGE = 86_400_000;

/**
 * Its part that may be spent on writing, and the least that it is, milliseconds: what is on disk need not be sent. An app
 * that gives less time does not want to wait for a server; to lose what it has captured for that is not what it asks for.
 */
const WRITING = { share: 0.9, least: 900 };

/** The spool that the options ask for, as `initOptions` has looked at them; none where the app wants none. */
export const spoolFor = ({ spool, shutdownTimeout = SHUTDOWN_TIMEOUT }: Pick<ClientOptions, 'spool' | 'shutdownTimeout'>, leftovers: () => Leftovers): OpenSpooling | undefined => {
  if (spool === false) return undefined;
  const writeTimeout = Math.max(WRITING.least, shutdownTimeout * WRITING.share);
  const { dir, maxBytes = MAX_BYTES, maxAge = MAX_AGE } = spool ?? {};
  const own = dir === undefined ? undefined : [resolve(dir)];
  const roots = (): readonly string[] => own ?? usualRoots(process.env, process.platform);
  return (host) => {
    const awaited = leftovers();
    const open = lazySpool(() => fileSpool({ maxBytes, maxAge, writeTimeout, leftovers: awaited, roots }), awaited);
    return awaited.owe(emptying(withSpool(awaited.watch(open))))(host);
  };
};
