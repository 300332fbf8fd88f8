import { readFileSync } from 'node:fs';

/** A text with a secret in it. */
export interface SecretCase {
  readonly name: string;
  readonly kind: string;
  /** Found by the rules of servers alone. */
  readonly where?: 'server';
  readonly before: string;
  /** In pieces: no text that looks like a secret stands in the repository. */
  readonly secret: readonly string[];
  readonly after: string;
}

/** A text that only looks as if there were one. */
export interface InnocentCase {
  readonly name: string;
  readonly input: string;
}

/** The cases of a file of `test/vectors` that are texts. */
export const secretVectors = (file: string): { readonly secrets: readonly SecretCase[]; readonly innocents: readonly InnocentCase[] } =>
  JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), 'utf8')).cases;

/** The secret in one piece. */
export const secretOf = ({ secret }: SecretCase): string => secret.join('');

/** The whole text, the secret in it. */
export const textOf = (known: SecretCase): string => known.before + secretOf(known) + known.after;
