import { readProperty, spell } from '../base/read';
import type { Parcel } from './parcel';
import { encodeParcel } from './parcel';
import type { Answer } from './post';
import type { TransportParts } from './transport-parts';

/** How sending one parcel ended. */
export interface SendResult {
  /**
   * What it counts as, if nothing more is done. `sent`: the server has it. `ratelimit_backoff`: out of
   * quota, says the server, which counts it; not sent again, because a part may have been kept.
   * `send_error`: it will never be taken. `network_error`: not answered, or the server is out of
   * order: worth another try.
   */
  readonly end: 'sent' | 'ratelimit_backoff' | 'send_error' | 'network_error';
  /** What the server or the network said. */
  readonly detail?: string;
  /** Refused for its size: less of it may be taken. */
  readonly isTooLarge?: boolean;
  /** Not taken for certain, not even in part. */
  readonly isUntouched?: boolean;
}

/** Sends one parcel. Never rejects. */
export type Send = (parcel: Parcel) => Promise<SendResult>;

/** Posts, and reads the answer; `onAnswer` hears of each. */
export const sendOver =
  (parts: TransportParts, onAnswer: (answer: Answer) => void): Send =>
  async (parcel) => {
    let body;
    try {
      body = encodeParcel(parcel, parts.platform.now(), parts.destination);
      const answer = await parts.post(body);
      onAnswer(answer);
      return readAnswer(answer);
    } catch (error) {
      // What cannot even be written will not be the next time either.
      return { end: body === undefined ? 'send_error' : 'network_error', detail: spell(readProperty(error, 'message')), isUntouched: readProperty(error, 'unsent') === true };
    }
  };

/** Statuses that say "not now" rather than "never": time-out, early, and everything the server blames on itself; and what is no status at all. */
export const isTemporary = (status: number): boolean => [408, 425].includes(status) || !(status < 500);

/** What an answer means for the parcel; the same for live sending and for the last words of a dying process. */
export const readAnswer = ({ status, header }: Answer): SendResult => {
  const reason = header?.('x-sentry-error');
  return {
    end: status >= 200 && status < 300 ? 'sent' : status === 429 ? 'ratelimit_backoff' : isTemporary(status) ? 'network_error' : 'send_error',
    detail: `HTTP ${status}` + (reason ? `: ${reason}` : ''),
    isTooLarge: status === 413,
    // The request did not arrive whole, or came too early, or the server is closed. Other errors may have come after the work.
    isUntouched: [408, 425, 503].includes(status),
  };
};
