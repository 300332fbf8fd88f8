import type { EpochMilliseconds } from '../base/units';

/** How much may pass: at once, and in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What a token costs, in milliseconds at one token a second: whole numbers, where fractions of a token would add up to a little less than one. */
const COST = 1000;

/** What has been saved up as of a point in time. A record without functions, because a thousand of them are kept. */
export interface Bucket {
  readonly rate: Rate;
  /** In thousandths of a token. */
  saved: number;
  at: EpochMilliseconds;
}

/** A full one. */
export const fullBucket = (rate: Rate, now: EpochMilliseconds): Bucket => ({ rate, saved: rate.burst * COST, at: now });

/** The tokens in it now. A clock that was set back costs what has gathered since, and gives nothing. */
export const tokensIn = (bucket: Bucket, now: EpochMilliseconds): number => {
  const { burst, perSecond } = bucket.rate;
  bucket.saved = Math.min(burst * COST, bucket.saved + Math.max(0, now - bucket.at) * perSecond);
  bucket.at = now;
  return bucket.saved / COST;
};

/** Takes one token, if there is one. */
export const takeToken = (bucket: Bucket, now: EpochMilliseconds): boolean => {
  if (tokensIn(bucket, now) < 1) return false;
  bucket.saved -= COST;
  return true;
};
