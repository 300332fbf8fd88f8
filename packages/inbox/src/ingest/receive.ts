import { decodeEnvelope, type DecodedEnvelope, type EnvelopeProblem } from '@tocsin/core/wire';
import { MAX_ITEMS } from '../limits';
import type { Filing } from '../store/filing';
import { answerRefusal, answerStored } from './answer';
import { authorise, readCredential, readEnvelopeCredential, type Credential, type Project } from './credentials';
import { decompress } from './decompress';
import { readBody } from './read-body';
import { accept, refuse, type Step } from './refusal';
import { sortEnvelope } from './sort-envelope';

/** Seconds after which a sender may try again when the inbox stops or its disk fails. */
const RETRY_AFTER_SECONDS = 5;

/** What the envelope endpoint works with. */
export interface ReceiveOptions {
  /** Project of that id, when there is one. */
  readonly findProject: (id: string) => Project | undefined;
  /** Resolves when the filing is on disk; rejects when it could not be put there. */
  readonly file: (filing: Filing) => Promise<void>;
  /** True while the inbox shuts down. */
  readonly isClosing: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newEventId: () => string;
  /** Told of every failure to store, so that it stands in the process's log too. */
  readonly report: (message: string) => void;
}

/** Handles one POST to the envelope endpoint. */
export type Receive = (request: Request, projectId: string) => Promise<Response>;

const unavailable = (detail: string) => refuse({ status: 503, detail, retryAfter: RETRY_AFTER_SECONDS });

const explain = ({ code, detail }: EnvelopeProblem) =>
  refuse({ status: code === 'too_many_items' ? 413 : 400, detail: `malformed envelope: ${detail}`, causes: [code] });

const readEnvelope = async (request: Request): Promise<Step<DecodedEnvelope>> => {
  const body = await readBody(request);
  if (!body.ok) return body;
  const plain = await decompress(body.value, request.headers.get('content-encoding') ?? undefined);
  if (!plain.ok) return plain;
  const decoded = decodeEnvelope(plain.value, { maxItems: MAX_ITEMS });
  return decoded.ok ? accept(decoded.envelope) : explain(decoded.problem);
};

const credentialOf = (request: Request): Step<Credential | undefined> => {
  const query = new URL(request.url).searchParams;
  return readCredential({
    header: (name) => request.headers.get(name) ?? undefined,
    query: (name) => query.get(name) ?? undefined,
  });
};

/**
 * The endpoint, step by step: who sends, what it is, whether it may, then onto the disk, and only
 * then the 200. A key outside the body is checked before the body is read; the DSN inside counts
 * only when there is no other key, so that recorded envelopes of other projects can be replayed.
 */
export const createReceive = (options: ReceiveOptions): Receive => {
  const store = async (filing: Filing): Promise<Step<undefined>> => {
    try {
      await options.file(filing);
      return accept(undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      options.report(`an envelope could not be stored: ${reason}`);
      return unavailable('the envelope could not be stored; try again later');
    }
  };

  const receive = async (request: Request, projectId: string): Promise<Step<string | undefined>> => {
    if (options.isClosing()) return unavailable('the inbox is shutting down');
    const outside = credentialOf(request);
    if (!outside.ok) return outside;
    const project = options.findProject(projectId);
    if (!project) return refuse({ status: 403, detail: 'there is no such project; the inbox has project 1' });
    const early = outside.value && authorise(outside.value, project);
    if (early && !early.ok) return early;
    const envelope = await readEnvelope(request);
    if (!envelope.ok) return envelope;
    const allowed = authorise(outside.value ?? readEnvelopeCredential(envelope.value.header['dsn']), project);
    if (!allowed.ok) return allowed;
    const sorted = sortEnvelope(envelope.value, { projectId: project.id, receivedAt: options.now(), newEventId: options.newEventId });
    if (!sorted.ok) return sorted;
    const stored = await store(sorted.value.filing);
    return stored.ok ? accept(sorted.value.eventId) : stored;
  };

  return async (request, projectId) => {
    const result = await receive(request, projectId);
    return result.ok ? answerStored(result.value) : answerRefusal(result.refusal);
  };
};
