import type { Level } from '@tocsin/core/wire';

const levels: readonly Level[] = ['fatal', 'error', 'warning', 'info', 'debug'];

/** One of the five levels; `undefined` for any other word. */
export const knownLevel = (value: unknown): Level | undefined => levels.find((level) => level === value);

/** The level that counts: whatever is none of the five is an error, as on other servers. */
export const levelOf = (value: unknown): Level => knownLevel(value) ?? 'error';
