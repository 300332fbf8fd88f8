/** Why a request is not accepted, and what the sender is told. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 500 | 503;
  /** One line. Names the reason, quotes nothing of the content. */
  readonly detail: string;
  /** What lies beneath it, most general first; may be empty. */
  readonly causes?: readonly string[];
  /** Seconds after which trying again makes sense; only with 503. */
  readonly retryAfter?: number;
}

/** A step of receiving: either its result or the end of the way. */
export type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** The end of the way. */
export const refuse = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal });

/** On to the next step. */
export const accept = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
