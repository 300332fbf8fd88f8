import { attemptOr } from '../base/fences';
import { isObject } from '../base/read';
import type { RequestData } from '../event/event';
import type { RequestFacts } from '../scope/scope-data';
import { scrubUsualQuery } from '../stages/scrub-keys';
import type { HeaderBag, RequestBinding } from './binding';
import { parseCookies } from './cookies';

/** Characters of a body that is still taken; `medium`, the field's default. */
const MAX_BODY_LENGTH = 10_000;

/**
 * What an event tells of the request during which it happened, as the wire has it. Secret headers,
 * cookies and parameters are filtered by the gate; nobody's address is read. Parts that cannot be
 * read are left out.
 */
export const requestFacts = <Request>(binding: RequestBinding<Request>, request: Request): RequestFacts => {
  const read = <T>(part: (of: Request) => T): T | undefined => attemptOr(undefined, () => part(request));
  const method = read(binding.method);
  const route = read(binding.route);
  const headers = headersOf(read(binding.headers) ?? {});
  const { cookie, ...others } = headers;
  const body = read((of) => bodyOf(binding.body(of), headers));
  return {
    request: {
      ...(method !== undefined && { method }),
      ...addressOf(read(binding.url) ?? ''),
      headers: others,
      // The header itself would say the same again, and as a whole it cannot be scrubbed by name.
      ...(cookie !== undefined && { cookies: parseCookies(cookie) }),
      ...(body !== undefined && { data: body }),
    },
    ...(route !== undefined && { transaction: [method, route].filter(Boolean).join(' ') }),
  };
};

/** Servers want the query apart, and neither fragment nor password. */
const addressOf = (text: string): Pick<RequestData, 'url' | 'query_string'> => {
  const [, url = '', query = ''] = /^([^?#]*)\??([^#]*)/.exec(text) ?? [];
  return { ...(url !== '' && { url: url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/]*@/i, '$1') }), ...(query !== '' && { query_string: query }) };
};

/** Lower-case names, one text each. `referer` and its like are addresses, whose parameters are scrubbed like those of the URL. */
const headersOf = (bag: HeaderBag): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bag).flatMap(([name, value]) => {
      const text = Array.isArray(value) ? value.join(', ') : String(value);
      return value === undefined ? [] : [[name.toLowerCase(), text.includes('?') ? scrubUsualQuery(text) : text]];
    }),
  );

/** Files, uploads and long bodies stay where they are. */
const bodyOf = (body: unknown, headers: Readonly<Record<string, string>>): unknown => {
  if (body === undefined || body === null || body === '' || ArrayBuffer.isView(body)) return undefined;
  if (headers['content-type']?.startsWith('multipart/')) return undefined;
  // What a body parser says of a request without a body.
  if (isObject(body) && Object.keys(body).length === 0) return undefined;
  if (!isShort(body)) return undefined;
  return typeof body === 'string' ? readable(body, headers['content-type'] ?? '') : body;
};

/** A body that the app took as text: taken apart, its fields can be scrubbed by name. */
const readable = (text: string, type: string): unknown => {
  if (/[/+]json\b/.test(type)) return attemptOr<unknown>(text, () => JSON.parse(text));
  return type.startsWith('application/x-www-form-urlencoded') ? scrubUsualQuery(text) : text;
};

/** Counts as it goes and stops at the limit: an upload of megabytes must not be spelled out to learn its length. */
const isShort = (body: unknown): boolean => {
  let room = MAX_BODY_LENGTH;
  const count = (key: string, value: unknown): unknown => {
    room -= key.length + (typeof value === 'string' ? value.length : 1);
    if (room < 0) throw new RangeError('too long');
    return value;
  };
  return attemptOr(false, () => JSON.stringify(body, count) !== undefined);
};
