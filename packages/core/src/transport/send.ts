import { readProperty } from '../base/read';
import type { EpochMilliseconds } from '../base/units';
import type { Parcel } from './parcel';
import { encodeParcel } from './parcel';
import type { Answer, Post } from './post';
import type { RateLimit } from './rate-limits';
import { rateLimitsOf } from './rate-limits';

/** How sending one parcel ended. */
export type SendResult =
  /** The server has it. */
  | { readonly kind: 'accepted'; readonly limits: readonly RateLimit[] }
  /** The server will never take it: sending it again would be in vain. */
  | { readonly kind: 'refused'; readonly limits: readonly RateLimit[]; readonly detail: string }
  /** Out of quota, says the server, which counts it. Not sent again: a server may have kept a part of it. */
  | { readonly kind: 'limited'; readonly limits: readonly RateLimit[] }
  /** Not sent at all, because of what the server said before. */
  | { readonly kind: 'held'; readonly limits: readonly RateLimit[] }
  /** Not answered, or the server is out of order: worth another try. `unsent`: the server has surely nothing of it. */
  | { readonly kind: 'failed'; readonly limits: readonly RateLimit[]; readonly detail: string; readonly unsent?: boolean };

/** Sends one parcel. Never rejects. Limits, retries and spools take one and give one back. */
export type Send = (parcel: Parcel) => Promise<SendResult>;

/** The innermost sender: encodes, posts, and reads the answer. */
export const sendOver =
  (post: Post, now: () => EpochMilliseconds): Send =>
  async (parcel) => {
    try {
      return readAnswer(await post(encodeParcel(parcel, now())), now());
    } catch (error) {
      return { kind: 'failed', limits: [], detail: error instanceof Error ? error.message : String(error), unsent: readProperty(error, 'unsent') === true };
    }
  };

/** Statuses that say "not now" rather than "never": time-out, early, and everything the server blames on itself. */
export const isTemporary = (status: number): boolean => status === 408 || status === 425 || status >= 500;

/** What an answer means for the parcel; the same for live sending and for the last words of a dying process. */
export const readAnswer = (answer: Answer, now: EpochMilliseconds): SendResult => {
  const { status } = answer;
  const limits = rateLimitsOf(answer, now);
  if (status >= 200 && status < 300) return { kind: 'accepted', limits };
  if (status === 429) return { kind: 'limited', limits };
  const detail = [`HTTP ${status}`, answer.header('x-sentry-error')].filter(Boolean).join(': ');
  // A server that is not there for us has done nothing; one that broke, or a gateway in front of it, may have done a part.
  return { kind: isTemporary(status) ? 'failed' : 'refused', limits, detail, unsent: status === 503 };
};
