import type { Next } from './binding';

/** Hands what a promise was rejected with to the error handlers. A falsy error would count as none. */
export const passRejection = (next: Next, error: unknown): void => next(error || new Error('Rejected promise'));
