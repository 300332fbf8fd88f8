import { publicKeyProblem } from './store/public-key';

/** How to run an inbox. */
export interface InboxOptions {
  /** Path of the SQLite file; made when absent. `:memory:` keeps everything until the end of the process only. */
  readonly file: string;
  /** Address to listen on; default `127.0.0.1`, this machine only. Whoever reaches it can read what is stored. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** Key of project 1 from now on; default: the one in the file, made by chance with the file. */
  readonly publicKey?: string | undefined;
  /** The clock, in milliseconds since the epoch; default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Hears of failures to store, of faults, and of a file that is open elsewhere, one line each; default: standard error. */
  readonly report?: ((message: string) => void) | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCall = (value: unknown): boolean => typeof value === 'function';
const orAbsent = (problem: string, fits: (value: unknown) => boolean) => (value: unknown): string | undefined => (value === undefined || fits(value) ? undefined : problem);

/** The last port that there is. */
const MAX_PORT = 65_535;

/** Whether one can listen there; 0 is any free one. */
export const isPort = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_PORT;

/** What is wrong with an option, on one line. */
const problems: Readonly<Record<keyof InboxOptions, (value: unknown) => string | undefined>> = {
  file: (value) => (isText(value) ? undefined : 'file must be a path, or ":memory:"'),
  host: orAbsent('host must be an address', isText),
  port: orAbsent(`port must be a number from 0 to ${MAX_PORT}`, isPort),
  publicKey: (value) => (value === undefined ? undefined : publicKeyProblem(typeof value === 'string' ? value : '')),
  now: orAbsent('now must be a function', isCall),
  report: orAbsent('report must be a function', isCall),
};

/** The first thing that is wrong with what `startInbox` was given, on one line; `undefined` when nothing is. */
export const optionsProblem = (given: unknown): string | undefined => {
  if (typeof given !== 'object' || given === null) return 'startInbox() takes an object: startInbox({ file })';
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(problems, name));
  if (unknown !== undefined) return `unknown option "${unknown}"; there are ${Object.keys(problems).join(', ')}`;
  return Object.entries(problems).map(([name, problemOf]) => problemOf(Reflect.get(given, name))).find((problem) => problem !== undefined);
};
