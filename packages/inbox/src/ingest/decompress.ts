import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { MAX_ENVELOPE_BYTES } from '../limits';
import { accept, refuse, type Step } from './refusal';

type Decompress = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const gzip: Decompress = promisify(gunzip);
const brotli: Decompress = promisify(brotliDecompress);
const zlib: Decompress = promisify(inflate);
const raw: Decompress = promisify(inflateRaw);

/** A zlib header is a multiple of 31 that names method 8 (RFC 1950). Half the world sends none and calls it "deflate" too. */
const hasZlibHeader = (body: Buffer): boolean => body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;

/** Raw data can look like a zlib header by chance, so what fails as one is tried as the other. */
const deflate: Decompress = (body, options) =>
  hasZlibHeader(body)
    ? zlib(body, options).catch((error: unknown) => (isOversize(error) ? Promise.reject(error) : raw(body, options)))
    : raw(body, options);

const decoderFor = (encoding: string): Decompress | undefined => {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gzip;
    case 'deflate':
      return deflate;
    case 'br':
      return brotli;
    default:
      return undefined;
  }
};

const isOversize = (error: unknown): boolean => error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/**
 * The body as it was before `Content-Encoding` (`gzip`, `deflate` in both its meanings, `br`; absent
 * or `identity`: as it is). Stops as soon as more than the limit has come out, so that a small body
 * cannot become a huge one. Runs on the thread pool.
 */
export const decompress = async (body: Buffer, contentEncoding: string | undefined): Promise<Step<Buffer>> => {
  const encoding = contentEncoding?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return accept(body);
  const decode = decoderFor(encoding);
  if (!decode) {
    return refuse({ status: 415, detail: 'the Content-Encoding is not known; use gzip, deflate, br or none' });
  }
  try {
    return accept(await decode(body, { maxOutputLength: MAX_ENVELOPE_BYTES }));
  } catch (error) {
    if (isOversize(error)) {
      return refuse({ status: 413, detail: `the decompressed body is larger than ${MAX_ENVELOPE_BYTES} bytes`, causes: ['envelope too large'] });
    }
    const cause = error instanceof Error ? error.message : 'decompression failed';
    return refuse({ status: 400, detail: `the body is not what Content-Encoding says (${encoding})`, causes: [cause] });
  }
};
