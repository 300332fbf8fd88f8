import { attemptOr } from '@tocsin/core/platform';

/** A list, as a copy; `undefined` for what is none, or cannot be read. */
export const listOf = (given: unknown): readonly unknown[] | undefined => attemptOr(undefined, () => (Array.isArray(given) ? Array.from<unknown>(given) : undefined));
