import { closeSync, constants, fstatSync, openSync, promises, readFileSync, writeFileSync } from 'node:fs';
import type { Stored } from '@tocsin/core/platform';
import { attemptOr } from '@tocsin/core/platform';

/** What a spool keeps. */
export type Parcel = Stored['parcel'];

type Item = Parcel['items'][number];

/** Never through a link (Windows knows none of that kind, and then the flag is nothing), never over something that is there; for us alone. */
const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const MODE = 0o600;
/** A pipe that somebody put there must not hold us up. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What stands in a file. Its size is that of the text: there is ASCII alone in it but for what headers bring. */
export const toText = (parcel: Parcel): string => JSON.stringify({ ...parcel, weight: undefined, items: parcel.items.map(pack), attachments: parcel.attachments?.map(pack) });

const pack = ({ header, payload }: Item): unknown => (typeof payload === 'string' ? { header, payload } : { header, base64: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString('base64') });

/** Writes a new file, when there is no time. */
export const writeNow = (path: string, text: string): void => {
  const file = openSync(path, WRITE, MODE);
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
};

/** Writes a new file. */
export const write = async (path: string, text: string): Promise<void> => {
  const file = await promises.open(path, WRITE, MODE);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
};

/** Reads a file; `undefined` when it is torn, or none of ours. */
export const read = (path: string): Parcel | undefined =>
  attemptOr(undefined, () => {
    const file = openSync(path, READ);
    try {
      if (!fstatSync(file).isFile()) return undefined;
      const given: unknown = JSON.parse(readFileSync(file, 'utf8'), unpack);
      return isParcel(given) ? given : undefined;
    } finally {
      closeSync(file);
    }
  });

const unpack = (_key: string, value: unknown): unknown => (isBag(value) && typeof value['base64'] === 'string' && Object.keys(value).length === 2 ? { header: value['header'], payload: new Uint8Array(Buffer.from(value['base64'], 'base64')) } : value);

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
