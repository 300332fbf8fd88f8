import { loadBuiltIn } from '../built-in';

/** A name for a text that does not tell the text. Cryptography is loaded here, at the first need: not at start. */
export const digest = (text: string): string => loadBuiltIn('node:crypto').createHash('sha256').update(text).digest('hex').slice(0, 32);
