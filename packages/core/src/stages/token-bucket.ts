import type { EpochMilliseconds } from '../base/units';

/** How much may pass: at once, and in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Tokens as of a point in time. A record without functions, because a thousand of them are kept. */
export interface Bucket {
  readonly rate: Rate;
  tokens: number;
  at: EpochMilliseconds;
}

/** A full one. */
export const fullBucket = (rate: Rate, now: EpochMilliseconds): Bucket => ({ rate, tokens: rate.burst, at: now });

/** The tokens in it now. A clock that was set back costs what has gathered since, and gives nothing. */
export const tokensIn = (bucket: Bucket, now: EpochMilliseconds): number => {
  const { burst, perSecond } = bucket.rate;
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  return bucket.tokens;
};

/** Takes one token, if there is one. */
export const takeToken = (bucket: Bucket, now: EpochMilliseconds): boolean => {
  if (tokensIn(bucket, now) < 1) return false;
  bucket.tokens--;
  return true;
};
