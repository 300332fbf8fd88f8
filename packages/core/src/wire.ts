/**
 * The door for everything that speaks the protocol without being a client: servers, command-line
 * tools, tests, SDKs in the making. Pure functions and types; nothing here keeps state or does I/O.
 */
export { canonicalJson } from './base/canonical-json';
export { eventIdFromHash, hashFromEventId } from './base/error-hash';
export { asciiJson } from './base/ascii-json';
export { decodeEnvelope } from './envelope/decode';
export type {
  DecodedEnvelope,
  DecodedHeader,
  DecodedItem,
  DecodeOptions,
  DecodeResult,
  EnvelopeProblem,
  EnvelopeProblemCode,
} from './envelope/decode';
export type { Dsn } from './envelope/dsn';
export { parseDsn } from './envelope/parse-dsn';
export type { DsnProblem, DsnResult } from './envelope/parse-dsn';
export { encodeEnvelope } from './envelope/encode';
export { authHeader, dsnToString, envelopeUrl } from './envelope/endpoint';
export type { EnvelopeAuth } from './envelope/endpoint';
export type { Envelope, EnvelopeHeader, EnvelopeItem, ItemHeader } from './envelope/envelope';
export { issueKeyOfEvent } from './event/issue-of-event';
export { crashFrame } from './event/stack';
export type {
  Breadcrumb,
  Context,
  Event,
  Exception,
  Level,
  Mechanism,
  Primitive,
  RequestData,
  SdkInfo,
  StackFrame,
  User,
} from './event/event';
