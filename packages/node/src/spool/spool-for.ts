import { resolve } from 'node:path';
import type { ClientOptions, Report } from '@tocsin/core';
import type { Runtime } from '@tocsin/core/platform';
import { attemptOr, withSpool } from '@tocsin/core/platform';
import type { FileSpoolOptions } from './file-spool';
import { fileSpool } from './file-spool';
import { usualRoots } from './folder';
import { lazySpool } from './lazy-spool';
import type { Leftovers } from './leftovers';
import { lettingGo } from './letting-go';

/** Ten thousand events of 5 KB. */
const MAX_BYTES = 50_000_000;

/** A day, as other SDKs have it: what is older tells more about the outage than about the app. Milliseconds. */
const MAX_AGE = 86_400_000;

/** What a dying process has for its last words, milliseconds, where nothing usable is said. */
const SHUTDOWN_TIMEOUT = 1000;

/**
 * Its part that may be spent on writing, and the least that it is, milliseconds: what is on disk need not be sent. An app
 * that gives less time does not want to wait for a server; to lose what it has captured for that is not what it asks for.
 */
const WRITING = { share: 0.9, least: 900 };

/** A spool, and the look at what the app says of it. */
export interface CheckedSpool {
  /** Absent where the app wants none. */
  readonly open: Runtime['spool'];
  /** Names what is unusable in the options; its default applies. A start does it, which opens no spool yet. */
  readonly check: (report: Report) => void;
}

/** The spool that the options ask for. */
export const spoolFor = ({ spool, shutdownTimeout }: Pick<ClientOptions, 'spool' | 'shutdownTimeout'>, leftovers: () => Leftovers): CheckedSpool => {
  if (spool === false) return { open: undefined, check: () => undefined };
  const time = typeof shutdownTimeout === 'number' ? shutdownTimeout : SHUTDOWN_TIMEOUT;
  const lastWrites = Math.max(WRITING.least, time * WRITING.share);
  let usable: SpoolOptions | undefined;
  const checked = (report: Report): SpoolOptions => (usable ??= spoolOptions(spool, report));
  return {
    check: checked,
    open: (host) => {
      const { dir, ...bounds } = checked(host.report);
      const awaited = leftovers();
      const open = lazySpool(() => fileSpool({ ...bounds, lastWrites, leftovers: awaited, roots: dir === undefined ? usualRoots(process.env, process.platform) : [dir] }), awaited);
      return awaited.owe(lettingGo(withSpool(awaited.watch(open))))(host);
    },
  };
};

interface SpoolOptions extends Pick<FileSpoolOptions, 'maxBytes' | 'maxAge'> {
  readonly dir: string | undefined;
}

const spoolOptions = (option: unknown, report: Report): SpoolOptions => {
  const isBad = (what: string): void => report({ code: 'T1003', detail: `spool${what}` });
  if (option !== undefined && (typeof option !== 'object' || option === null)) isBad(' must be false or an object');
  const { dir, ...bounds } = attemptOr<Readonly<Record<string, unknown>>>({}, () => ({ ...Object(option) }));
  const numberOf = (name: string, usual: number): number => {
    const value = bounds[name] ?? usual;
    if (typeof value === 'number' && value >= 0) return value;
    isBad(`.${name} must be a number of at least 0`);
    return usual;
  };
  const isFolder = typeof dir === 'string' && dir !== '';
  if (dir !== undefined && !isFolder) isBad('.dir must be a folder');
  return {
    dir: isFolder ? resolve(dir) : undefined,
    maxBytes: numberOf('maxBytes', MAX_BYTES),
    maxAge: numberOf('maxAge', MAX_AGE),
  };
};
