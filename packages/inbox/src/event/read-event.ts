import type { Breadcrumb, Context, Event, RequestData, User } from '@tocsin/core/wire';
import { knownLevel, levelOf } from './level';
import { defined, isRecord, looseDictionary, looseRecords, looseSeconds, looseText, type LooseRecord } from './loose';
import { readExceptions } from './read-exceptions';

const readLogEntry = (raw: LooseRecord): Event['logentry'] => {
  const entry = isRecord(raw['logentry']) ? raw['logentry'] : isRecord(raw['message']) ? raw['message'] : undefined;
  if (!entry) return undefined;
  const params = Array.isArray(entry['params']) ? [...entry['params']] : undefined;
  return defined<NonNullable<Event['logentry']>>({ message: looseText(entry['message']), formatted: looseText(entry['formatted']), params });
};

const readBreadcrumb = (raw: LooseRecord): Breadcrumb =>
  defined<Breadcrumb>({
    timestamp: looseSeconds(raw['timestamp']),
    type: looseText(raw['type']),
    category: looseText(raw['category']),
    message: looseText(raw['message']),
    level: knownLevel(raw['level']),
    data: isRecord(raw['data']) ? { ...raw['data'] } : undefined,
  });

const readUser = (raw: unknown): User | undefined => {
  if (!isRecord(raw)) return undefined;
  const { id, email, username, ip_address, ...more } = raw;
  return { ...more, ...looseDictionary({ id, email, username, ip_address }) };
};

const readQuery = (raw: unknown): string | undefined => {
  const pairs = looseDictionary(raw);
  return pairs ? new URLSearchParams(pairs).toString() : looseText(raw);
};

const readCookies = (raw: unknown): Record<string, string> | undefined =>
  looseDictionary(typeof raw === 'string' ? raw.split(/;\s*/).map((pair) => pair.split('=', 2)) : raw);

const readRequest = (raw: unknown): RequestData | undefined =>
  isRecord(raw)
    ? defined<RequestData>({
        url: looseText(raw['url']),
        method: looseText(raw['method']),
        query_string: readQuery(raw['query_string']),
        headers: looseDictionary(raw['headers']),
        cookies: readCookies(raw['cookies']),
        data: raw['data'] ?? undefined,
        env: looseDictionary(raw['env']),
      })
    : undefined;

const readContexts = (raw: unknown): Record<string, Context> | undefined => {
  const contexts = isRecord(raw) ? Object.entries(raw).filter((entry): entry is [string, LooseRecord] => isRecord(entry[1])) : [];
  return contexts.length === 0 ? undefined : Object.fromEntries(contexts);
};

// Booleans and numbers become text in the way Relay does it; other kinds are dropped there as well.
const readFingerprintPart = (part: unknown): string[] => {
  if (typeof part === 'boolean') return [part ? 'True' : 'False'];
  if (typeof part === 'number') return [String(Math.trunc(part))];
  return typeof part === 'string' ? [part] : [];
};

const readFingerprint = (raw: unknown): string[] | undefined => {
  const parts = Array.isArray(raw) ? raw.flatMap(readFingerprintPart) : [];
  return parts.length === 0 ? undefined : parts;
};

const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

const readSdk = (raw: unknown): Event['sdk'] => {
  const name = isRecord(raw) ? looseText(raw['name']) : undefined;
  return name === undefined || !isRecord(raw) ? undefined : { name, version: looseText(raw['version']) ?? '' };
};

/** Who and when, decided before the body is read: the envelope's word counts more than the body's. */
export interface EventFrame {
  readonly eventId: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/**
 * The event in the shape that our types promise, from whatever JSON object was sent. Never throws;
 * what cannot be understood is left out (the stored payload keeps it). Nothing is cut or scrubbed.
 */
export const readEvent = (raw: LooseRecord, { eventId, timestamp }: EventFrame): Event => {
  const exceptions = nonEmpty(readExceptions(raw['exception']));
  const breadcrumbs = nonEmpty(looseRecords(raw['breadcrumbs']).map(readBreadcrumb));
  return defined<Event>({
    event_id: eventId,
    timestamp,
    platform: looseText(raw['platform']),
    level: levelOf(raw['level']),
    logger: looseText(raw['logger']),
    transaction: looseText(raw['transaction']),
    server_name: looseText(raw['server_name']),
    release: looseText(raw['release']),
    dist: looseText(raw['dist']),
    environment: looseText(raw['environment']),
    message: looseText(raw['message']),
    logentry: readLogEntry(raw),
    exception: exceptions && { values: exceptions },
    breadcrumbs: breadcrumbs && { values: breadcrumbs },
    user: readUser(raw['user']),
    request: readRequest(raw['request']),
    contexts: readContexts(raw['contexts']),
    tags: looseDictionary(raw['tags']),
    extra: isRecord(raw['extra']) ? { ...raw['extra'] } : undefined,
    fingerprint: readFingerprint(raw['fingerprint']),
    modules: looseDictionary(raw['modules']),
    sdk: readSdk(raw['sdk']),
  });
};
