import type { IncomingMessage, ServerResponse } from 'node:http';
import { getClient } from '@tocsin/core';
import { tunnelTarget } from '@tocsin/core/http';
import type { Dsn, Post } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';
import { loadBuiltIn } from '../built-in';
import { listOf } from '../list-of';
import { usableOptions } from '../options/fitting';
import type { KindsOf } from '../options/kinds';
import { amount, text } from '../options/kinds';
import { reportToStderr } from '../report';
import { createSender } from './sender';
import type { NodeTransportOptions } from './transport-options';
import { wayOut } from './way-out';
import { CLIENT } from '../version';

/** Of an envelope, compressed or not, bytes: what the largest attachments take. */
const MAX_BYTES = 25 * 2 ** 20;

/** What the page's SDK reads from an answer. */
const PASSED_ON = ['x-sentry-rate-limits', 'retry-after', 'x-sentry-error'];

/** Options of {@link tunnelHandler}. */
export interface TunnelHandlerOptions {
  /** DSNs that envelopes may name. Default: the one that `init` was given. */
  readonly allowedDsns?: readonly string[] | undefined;
  /** Largest envelope that is taken, bytes, compressed or not. Default 25 MiB. */
  readonly maxBytes?: number | undefined;
}

const kinds: KindsOf<TunnelHandlerOptions> = {
  allowedDsns: { must: 'a list of DSNs; what is none is left out, and without a list that of init() alone is allowed', fits: (value) => Array.isArray(value) && value.every(text.fits), kept: true },
  maxBytes: amount,
};

/** Answers one request; fits `node:http`, and as a route of Express, Connect and the like. */
export type TunnelHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** What is answered; a reason, in a header of its own and in the body, is for a developer who looks into the network. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const refusal = (status: number, reason: string): Reply => ({ status, headers: { 'x-sentry-error': reason } });

/** Nobody reads the rest. */
const tooLarge: Reply = { status: 413, headers: { 'x-sentry-error': 'the envelope is too large', connection: 'close' } };

/**
 * Brings envelopes of pages with the option `tunnel` on to their server, as
 * a route of the app's own. Only to DSNs that are allowed; what the server says goes back. It tells the
 * server nothing of the visitor: neither address nor cookies. What a parser has read before is taken from
 * `request.body`, where that is text or bytes. Never throws.
 */
export const tunnelHandler = (given?: TunnelHandlerOptions): TunnelHandler => {
  const { allowedDsns, maxBytes = MAX_BYTES } = usableOptions(given, kinds, { name: 'tunnelHandler', report: reportToStderr });
  const allowed = listOf(allowedDsns);
  const posts = new Map<string, Post>();

  const postTo = (dsn: Dsn): Post => {
    const name = JSON.stringify(dsn);
    const options: { readonly transportOptions?: NodeTransportOptions } = getClient()?.getOptions() ?? {};
    const post = posts.get(name) ?? createSender({ ...wayOut({ dsn, client: CLIENT }, options.transportOptions ?? {}, reportToStderr), health: {}, report: reportToStderr });
    posts.set(name, post);
    return post;
  };

  const forward = async (request: IncomingMessage): Promise<Reply> => {
    if (request.method !== 'POST') return refusal(405, 'only POST');
    const envelope = await envelopeIn(request, maxBytes);
    if ('status' in envelope) return envelope;
    const target = tunnelTarget(envelope, allowed?.filter((dsn) => typeof dsn === 'string') ?? ownDsn());
    if (!target.ok) return refusal(target.status, target.reason);
    const { status, header } = await postTo(target.dsn)(envelope);
    return { status, headers: Object.fromEntries(PASSED_ON.map((name) => [name, header?.(name) ?? undefined])) };
  };

  return (request, response) => {
    const answer = (reply: Reply): void => attemptOr(undefined, () => end(response, reply));
    // No answer from the server, or the visitor is gone.
    forward(request).then(answer, () => answer(refusal(502, 'the server does not answer')));
  };
};

const ownDsn = (): readonly string[] => {
  const dsn = getClient()?.getOptions().dsn;
  return dsn === undefined ? [] : [dsn];
};

/** A middleware may have answered in our place, and the visitor may be gone. */
const end = (response: ServerResponse, { status, headers }: Reply): void => {
  if (response.headersSent || response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ detail: headers['x-sentry-error'] }));
};

const envelopeIn = async (request: IncomingMessage, maxBytes: number): Promise<Uint8Array | Reply> => {
  const parsed: unknown = Reflect.get(request, 'body');
  if (typeof parsed === 'string' || parsed instanceof Uint8Array) return parsed.length > maxBytes ? tooLarge : Buffer.from(parsed);
  if (Number(request.headers['content-length']) > maxBytes) return tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // It did not say so before: its connection is cut off.
    if (size > maxBytes) return tooLarge;
    chunks.push(bytes);
  }
  return unzipped(Buffer.concat(chunks), request.headers['content-encoding'] ?? 'identity', maxBytes);
};

const unzipped = (body: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array | Reply> =>
  new Promise((resolve) => {
    if (encoding === 'identity') return resolve(body);
    if (encoding !== 'gzip') return resolve(refusal(415, 'this encoding is not known'));
    loadBuiltIn('node:zlib').gunzip(body, { maxOutputLength: maxBytes }, (error, bytes) => {
      const isTooLarge = error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      resolve(error ? (isTooLarge ? tooLarge : refusal(400, 'the body cannot be decompressed')) : bytes);
    });
  });
