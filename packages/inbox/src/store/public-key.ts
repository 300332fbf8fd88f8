const KEY = /^[\w-]{1,64}$/;

/** What is wrong with a key that somebody chose, on one line; `undefined` when it can be part of a DSN. */
export const publicKeyProblem = (key: string): string | undefined =>
  KEY.test(key) ? undefined : 'the key must be 1 to 64 letters, digits, "-" or "_" (other servers want 32 hexadecimal digits)';
