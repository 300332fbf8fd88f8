import { MAX_ENVELOPE_BYTES } from '../limits';
import { accept, refuse, type Step } from './refusal';

const tooLarge = () =>
  refuse({ status: 413, detail: `the body is larger than ${MAX_ENVELOPE_BYTES} bytes`, causes: ['envelope too large'] });

/** The length that the sender announced; `NaN` when it did not. */
const announced = (request: Request): number => Number(request.headers.get('content-length') ?? 'none');

const collect = async (stream: ReadableStream<Uint8Array>): Promise<Step<Buffer>> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return accept(Buffer.concat(chunks, size));
    size += value.length;
    // Not cancelled: the server reads the rest and throws it away, so that the sender gets to see our
    // answer instead of a broken connection.
    if (size > MAX_ENVELOPE_BYTES) return tooLarge();
    chunks.push(value);
  }
};

/** The body as it came over the wire, counted while it comes. Never holds more than the limit. */
export const readBody = async (request: Request): Promise<Step<Buffer>> => {
  if (announced(request) > MAX_ENVELOPE_BYTES) return tooLarge();
  if (!request.body) return accept(Buffer.alloc(0));
  try {
    return await collect(request.body);
  } catch {
    // The sender hung up half-way. Nobody will read this answer; it is for completeness and for logs.
    return refuse({ status: 400, detail: 'the connection ended before the body did' });
  }
};
