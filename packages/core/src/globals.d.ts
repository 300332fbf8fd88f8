// Core is compiled against ES2022 alone, so that it cannot name `process` or `window` by accident.
// These two converters are no part of the language, but every runtime we support has them (Node,
// Bun, Deno, workers, browsers), and writing UTF-8 by hand would be slower and longer. Only what we
// call is declared: more would be an invitation.

declare const TextEncoder: new () => {
  /** UTF-8 bytes; lone surrogates become U+FFFD. */
  encode(text: string): Uint8Array;
};

declare const TextDecoder: new (
  label: 'utf-8',
  options: {
    /** `true`: throw on bytes that are not UTF-8 instead of writing U+FFFD. */
    readonly fatal: boolean;
    /** `true`: keep a byte order mark as a character. */
    readonly ignoreBOM: boolean;
  },
) => { decode(bytes: Uint8Array): string };
