/**
 * The 32-bit finaliser of MurmurHash3: every bit of the input moves about half of the output's, and
 * no two inputs meet. Unsigned; the input counts modulo 2^32. For spreading numbers, not for secrets.
 */
export const fmix32 = (hash: number): number => {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * A short name for a text (issue numbers, table keys): FNV-1a over its UTF-16 code units, finished by
 * `fmix32`, because the low bits of FNV alone are poor. Unsigned 32 bits. A third the size of the
 * whole MurmurHash3. Not for secrets: whoever chooses the texts can make two of them meet.
 */
export const hash32 = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return fmix32(hash);
};
