import { attemptOr } from '../base/fences';

/** The cookies of a `Cookie` header by name, decoded where they are encoded. Of two with one name the first counts, as in servers. */
export const parseCookies = (header: string): Record<string, string> => {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, equals)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, decode(pair.slice(equals + 1).trim()));
  }
  return Object.fromEntries(cookies);
};

const decode = (value: string): string => {
  const bare = value.replace(/^"(.*)"$/, '$1');
  return attemptOr(bare, () => decodeURIComponent(bare));
};
