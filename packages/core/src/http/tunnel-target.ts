import { attemptOr } from '../base/fences';
import { readText } from '../base/read';
import type { Dsn } from '../envelope/dsn';
import { readDsn } from '../envelope/dsn';
import { dsnToString } from '../envelope/endpoint';

/** Bytes of an envelope's header that are read, as many as servers read. */
const MAX_HEADER = 8192;

const LINE_FEED = 10;

/** Where an envelope goes, or the status to answer with, and why. */
export type TunnelTarget = { readonly ok: true; readonly dsn: Dsn } | { readonly ok: false; readonly status: 400 | 403; readonly reason: string };

const headerOf = (envelope: Uint8Array): unknown => {
  const start = envelope.subarray(0, MAX_HEADER);
  const end = start.indexOf(LINE_FEED);
  const line = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false }).decode(end < 0 ? start : start.subarray(0, end));
  return attemptOr(undefined, () => JSON.parse(line));
};

/** The same for all spellings of one destination; the secret does not tell. */
const nameOf = (text: string): string | undefined => {
  const dsn = readDsn(text);
  return dsn && dsnToString(dsn);
};

/**
 * Where an envelope is to go that came to an app's own route (option `tunnel`): to the DSN in its header,
 * if it is one of those allowed. The answer is taken from the list, never from the envelope, so that
 * nobody can make the server ask addresses of their choosing. `envelope` is not compressed any more.
 */
export const tunnelTarget = (envelope: Uint8Array, allowedDsns: readonly string[]): TunnelTarget => {
  const wanted = readText(headerOf(envelope), 'dsn');
  if (wanted === undefined) return { ok: false, status: 400, reason: 'no DSN in the header of the envelope' };
  const name = nameOf(wanted);
  const allowed = allowedDsns.find((dsn) => name !== undefined && nameOf(dsn) === name);
  const dsn = allowed === undefined ? undefined : readDsn(allowed);
  return dsn ? { ok: true, dsn } : { ok: false, status: 403, reason: 'this DSN is not allowed here' };
};
