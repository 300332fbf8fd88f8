import { attemptOr } from '@tocsin/core/platform';

/** An object of which nothing is known. */
export type Bag = Readonly<Record<PropertyKey, unknown>>;

/** Whether a value is an object that may be read as a bag of properties: no list. What cannot be asked is none. */
export const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && attemptOr(false, () => !Array.isArray(value));
