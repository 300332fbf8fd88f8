import { toProxy } from '../proxy';

/** One kind of value that an option may have. */
export interface Kind {
  /** Ends the sentence "the option must be …". */
  readonly must: string;
  /** May throw, for what cannot be read. */
  readonly fits: (value: unknown) => boolean;
}

/** What its user looks at, and speaks of. */
export const anything: Kind = { must: 'usable', fits: () => true };

/** On or off. */
export const flag: Kind = { must: 'true or false', fits: (value) => typeof value === 'boolean' };

/** Text that says something. */
export const text: Kind = { must: 'a text', fits: (value) => typeof value === 'string' && value !== '' };

/** A folder's path. */
export const folder: Kind = { must: 'a folder', fits: text.fits };

/** So many of something. */
export const amount: Kind = { must: 'a number of at least 0', fits: (value) => typeof value === 'number' && value >= 0 };

/** A function of the app's. */
export const call: Kind = { must: 'a function', fits: (value) => typeof value === 'function' };

/** Any list. */
export const list: Kind = { must: 'a list', fits: (value) => Array.isArray(value) };

/** Any object with names and values. */
export const bag: Kind = { must: 'an object', fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) };

const holdsPem = (value: unknown): boolean => /-----BEGIN [A-Z ]*CERTIFICATE-----/.test(typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '');

/** A proxy that we can speak to. */
export const proxy: Kind = { must: 'the address of an HTTP proxy', fits: (value) => typeof value === 'string' && toProxy(value) !== undefined };

/** Something that carries requests of Node. */
export const agent: Kind = { must: 'an agent of node:http or node:https', fits: (value) => call.fits(Reflect.get(Object(value), 'addRequest')) };

/** Certificates: what is in the file, and not where it is. */
export const certificates: Kind = {
  must: 'certificates as PEM (what readFileSync() reads, and not the path)',
  fits: (value) => [value].flat().every(holdsPem),
};

/** One integration. Its function is not enough, it has to be called. */
export const integration: Kind = { must: 'an integration, as its function makes it: httpIntegration()', fits: (value) => bag.fits(value) && text.fits(Reflect.get(Object(value), 'name')) };

/** A scope, of whichever copy of core. */
export const scope: Kind = { must: 'a scope', fits: (value) => bag.fits(value) && call.fits(Reflect.get(Object(value), 'getScopeData')) };

/** Integrations, each of them made. */
export const integrations: Kind = { must: 'a list of integrations, each as its function makes it: [httpIntegration()]', fits: (value) => Array.isArray(value) && value.every(integration.fits) };
