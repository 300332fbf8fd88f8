import { toProxy } from '../transport/proxy';

/** What an option, or an argument, must be. */
export interface Kind {
  /** Ends the sentence "it must be …"; behind a semicolon what becomes of anything else, where that is not its default. */
  readonly must: string;
  /** May throw, for what cannot be read. */
  readonly fits: (value: unknown) => boolean;
  /** Of an object, the options that it consists of in its turn. */
  readonly parts?: Kinds;
  /** Keeps what does not fit as well, for whoever can use a part of it. */
  readonly kept?: boolean;
}

/** One kind for each option that is read, `*` for any further one; what has none is known to nobody. */
export interface Kinds {
  readonly [name: string]: Kind;
}

/** One kind for each option of `T`: the type sees that none is missing. */
export type KindsOf<T> = Readonly<Record<keyof T, Kind>>;

/** Text that says something. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCall = (value: unknown): boolean => typeof value === 'function';
const isBag = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isIntegration = (value: unknown): boolean => isBag(value) && isText(value['name']);

/** What its user looks at, and speaks of. */
export const anything: Kind = { must: '', fits: () => true };

/** On or off. */
export const flag: Kind = { must: 'true or false', fits: (value) => typeof value === 'boolean' };

/** Text that says something. */
export const text: Kind = { must: 'a text', fits: isText };

/** The value of a header. Node refuses any other at each request; a token that was read from a file often ends with a line break. */
export const headerValue: Kind = { must: 'a text that a header can hold: one line, and no character beyond ÿ', fits: (value) => isText(value) && !/[^\t\x20-\x7e\x80-\xff]/.test(value) };

/** So many of something. */
export const amount: Kind = { must: 'a number of at least 0', fits: (value) => typeof value === 'number' && value >= 0 };

/** The same of what has no halves. */
export const count: Kind = { must: 'a whole number of at least 0', fits: (value) => Number.isInteger(value) && amount.fits(value) };

/** So many of something, and no more than `most`. */
export const upTo = (most: number): Kind => ({ must: `a number from 0 to ${most}`, fits: (value) => amount.fits(value) && Number(value) <= most });

/** A list of some of these words. */
export const someOf = (words: readonly unknown[]): Kind => ({ must: `a list of some of ${words.join(', ')}`, fits: (value) => Array.isArray(value) && value.every((one) => words.includes(one)) });

/** A function of the app's. */
export const call: Kind = { must: 'a function', fits: isCall };

/** Any object with names and values. */
export const bag: Kind = { must: 'an object', fits: isBag };

/** An object that consists of these. */
export const bagOf = (parts: Kinds): Kind => ({ ...bag, parts });

/** The same, or `false` for none of it. */
export const offOr = (parts: Kinds): Kind => ({ must: 'false or an object', fits: (value) => value === false || isBag(value), parts });

/** Scope data, or whatever makes some. */
export const scopeData: Kind = { must: 'an object, a scope or a function', fits: (value) => isBag(value) || isCall(value), parts: { user: bag, level: text, transaction: text, fingerprint: anything, tags: bag, extra: bag, contexts: bag } };

/** A proxy that we can speak to. */
export const proxy: Kind = { must: 'the address of an HTTP proxy', fits: (value) => isText(value) && toProxy(value) !== undefined };

/** Something that carries requests of Node. */
export const agent: Kind = { must: 'an agent of node:http or node:https', fits: (value) => isBag(value) && isCall(value['addRequest']) };

const holdsPem = (value: unknown): boolean => /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : isText(value) ? value : '');

/** Certificates: what is in the file, and not where it is. */
export const certificates: Kind = { must: 'certificates as PEM: what readFileSync() reads, and not the path', fits: (value) => [value].flat().every(holdsPem) };

/** One integration. Its function is not enough, it has to be called. */
export const integration: Kind = { must: 'an integration, as its function makes it: httpIntegration()', fits: isIntegration };

/** Integrations in place of others. */
export const integrations: Kind = { must: 'false or a list of integrations, each as its function makes it: [httpIntegration()]', fits: (value) => value === false || (Array.isArray(value) && value.every(isIntegration)) };

/** Integrations that are added. What is left out on purpose (`isServer && …`) is no fault. */
export const furtherIntegrations: Kind = {
  must: 'a list of integrations, each as its function makes it: [httpIntegration()], or a function; what is none is left out',
  fits: (value) => isCall(value) || (Array.isArray(value) && value.every((one) => !one || isIntegration(one))),
  kept: true,
};
