import { formatWithOptions, types } from 'node:util';
import { attemptOr } from '@tocsin/core/platform';

/** So much of an object as a reader of one line wants to see. No code of the app's runs: it would run twice. */
const shape = { customInspect: false, getters: false, depth: 2, maxArrayLength: 20, maxStringLength: 2048, breakLength: Infinity } as const;

/** An error's stack is told elsewhere, or too long for a line. */
const short = (value: unknown): unknown => (types.isNativeError(value) ? `${value.name}: ${value.message}` : value);

/** What the console would make of these arguments, on one line as far as it can be. */
export const spellArguments = (args: readonly unknown[]): string => attemptOr('[Unreadable]', () => formatWithOptions(shape, ...args.map(short)));
