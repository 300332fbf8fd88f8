/** One entry of an `Accept` header. */
interface Range {
  readonly type: string;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
  readonly position: number;
}

/** What we can answer with: types that name it exactly, and those that name its kind. */
interface Offer {
  readonly exact: RegExp;
  readonly kind: RegExp;
}

/** How a range speaks of an offer. */
interface Wish extends Range {
  /** 3 exactly, 2 by its kind, 1 by asking for anything, 0 not at all. */
  readonly closeness: number;
}

const json: Offer = { exact: /^application\/(problem\+)?json$/, kind: /^application\/\*$|\+json$/ };
const page: Offer = { exact: /^(text\/html|application\/xhtml\+xml)$/, kind: /^text\/\*$/ };

/** Entries read; a header with more is not a browser's. */
const MAX_RANGES = 50;

const toRange = (entry: string, position: number): Range => {
  const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0, position };
};

const closeness = ({ type }: Range, { exact, kind }: Offer): number => {
  if (exact.test(type)) return 3;
  if (kind.test(type)) return 2;
  return type === '*/*' ? 1 : 0;
};

/** The range that decides about an offer is the one that names it most closely (RFC 9110, 12.5.1). */
const wishFor = (ranges: readonly Range[], offer: Offer): Wish =>
  ranges
    .map((range): Wish => ({ ...range, closeness: closeness(range, offer) }))
    .reduce((best, wish) => (wish.closeness > best.closeness ? wish : best), { type: '', quality: 0, position: 0, closeness: 0 });

/**
 * Whether a client asks for JSON rather than for a page. Of equal wishes the more closely named wins,
 * then the first named; who asks for nothing, or for anything, gets the page.
 */
export const prefersJson = (accept: string | undefined): boolean => {
  const ranges = (accept ?? '').toLowerCase().split(',', MAX_RANGES).map(toRange);
  const [data, html] = [wishFor(ranges, json), wishFor(ranges, page)];
  // What is refused and what is not named come to the same: quality 0.
  if (data.quality === 0 || data.quality !== html.quality) return data.quality > html.quality;
  return data.closeness !== html.closeness ? data.closeness > html.closeness : data.position < html.position;
};
