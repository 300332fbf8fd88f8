import { closeSync, constants, fstatSync, openSync, promises, readFileSync } from 'node:fs';
import type { Stored } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';

/** What a spool keeps. */
export type Parcel = Stored['parcel'];

type Item = Parcel['items'][number];

/** Never through a link (Windows knows none of that kind, and then the flag is nothing), never over something that is there. */
export const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** What is there, to cross out in. */
export const CHANGE = constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Rights to a file: for the owner alone. */
export const MODE = 0o600;
/** A pipe that somebody put there must not hold us up. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** How a line begins that is still to be sent, and one that is crossed out. */
const OPEN = '+'.charCodeAt(0);
const CROSSED_OUT = '-'.charCodeAt(0);

/** What is written over the beginning of a line. */
export const CROSS = Buffer.of(CROSSED_OUT);

/** A parcel as it stands in a file: one line. Its size is that of the text: there is ASCII alone in it but for what headers bring. */
export const toLine = (parcel: Parcel): Buffer => Buffer.from(`+${textOf(parcel, pack)}\n`);

/** What an event has beside what it weighs: keys, frames with their source lines. Bytes, about. */
const BESIDE = 8_000;

/** About how long that line will be. Nothing is written for that: a payload may be one that is made when it is read. */
export const sizeOf = (parcel: Parcel): number => {
  let bytes = parcel.weight === undefined ? Buffer.byteLength(textOf(parcel, ({ header }) => ({ header, payload: '' }))) + 2 : parcel.weight + BESIDE;
  for (const { payload } of [...(parcel.weight === undefined ? parcel.items : []), ...(parcel.attachments ?? [])]) bytes += typeof payload === 'string' ? payload.length : (payload.length * 4) / 3;
  return Math.ceil(bytes);
};

const textOf = (parcel: Parcel, write: (item: Item) => unknown): string => JSON.stringify({ ...parcel, weight: undefined, items: parcel.items.map((item) => write(item)), attachments: parcel.attachments?.map((item) => write(item)) });

const pack = ({ header, payload }: Item): unknown => (typeof payload === 'string' ? { header, payload } : { header, base64: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64') });

/** Writes a new file. */
export const writeNew = async (path: string, text: Uint8Array): Promise<void> => {
  const file = await promises.open(path, NEW, MODE);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
};

/** Reads all of a file; `undefined` when it is none. */
export const readAll = (path: string): Buffer | undefined =>
  attemptOr(undefined, () => {
    const file = openSync(path, READ);
    try {
      return fstatSync(file).isFile() ? readFileSync(file) : undefined;
    } finally {
      closeSync(file);
    }
  });

/** Where a parcel stands in a file. */
export interface Line {
  readonly at: number;
  readonly end: number;
  readonly isCrossedOut: boolean;
}

/** More lines than a name can tell of. */
const TOO_MANY = 1000;

/** The lines of a file; the last one may be torn. Blank ones are none, and with too many it is no file of ours. */
export const linesIn = (text: Buffer): readonly Line[] => {
  const lines: Line[] = [];
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    if (!isBlank(text, at, end) && lines.push({ at, end, isCrossedOut: text[at] === CROSSED_OUT }) >= TOO_MANY) return [];
    at = end + 1;
  }
  return lines;
};

/** Our own begin with a sign that is none of these. */
const isBlank = (text: Buffer, at: number, end: number): boolean => at === end || (Number(text[at]) <= 32 && text.toString('latin1', at, end).trim() === '');

/** Reads a parcel; `undefined` when it is torn, or none of ours. */
export const parcelIn = (text: Buffer, { at, end }: Line): Parcel | undefined =>
  attemptOr(undefined, () => {
    if (text[at] !== OPEN) return undefined;
    const given: unknown = JSON.parse(text.toString('utf8', at + 1, end));
    const parcel = isBag(given) ? { ...given, items: unpack(given['items']), ...(given['attachments'] !== undefined && { attachments: unpack(given['attachments']) }) } : given;
    return isParcel(parcel) ? parcel : undefined;
  });

const unpack = (items: unknown): unknown =>
  Array.isArray(items) ? items.map((item: unknown) => (isBag(item) && typeof item['base64'] === 'string' ? { header: item['header'], payload: new Uint8Array(Buffer.from(item['base64'], 'base64')) } : item)) : items;

const isBag = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Whatever stands in the file: the ledger counts by these, and the server gets the rest. */
const isParcel = (value: unknown): value is Parcel =>
  isBag(value) &&
  typeof value['id'] === 'string' &&
  typeof value['issue'] === 'string' &&
  typeof value['category'] === 'string' &&
  Object.hasOwn(CATEGORIES, value['category']) &&
  [value['quantity'], value['bytes'], value['suppressed']].every(isCount) &&
  isBag(value['header']) &&
  isItems(value['items']) &&
  (value['attachments'] === undefined || isItems(value['attachments']));

const CATEGORIES: Readonly<Record<Parcel['category'], true>> = { error: true, attachment: true, session: true, feedback: true, monitor: true, log_item: true, internal: true, default: true };

const isCount = (value: unknown): boolean => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0);

const isItems = (value: unknown): boolean => Array.isArray(value) && value.every((item: unknown) => isBag(item) && isBag(item['header']) && typeof item['header']['type'] === 'string' && (typeof item['payload'] === 'string' || item['payload'] instanceof Uint8Array));
