/** What a regular expression cannot say: check digits, and what only looks like an address. */

/** Numbers that the card brands give out, by first digits and length. Shorter ones of old are left alone: they would be barcodes (`40…`, `50…`), of which one in ten has Luhn's sum. */
const CARD = /^(?:(?:2[2-7]|35)\d{14}|[456]\d{15,18}|3[04678]\d{12,13})$/;

/** A card number, with or without blanks and dashes: a brand's prefix and length, and Luhn's sum. */
export const isCardNumber = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  // Every second one counts twice, by the sum of its digits, which is what nine leaves of it: `2 * 7` as `1 + 4`; nine itself stays nine.
  const sum = Array.from(digits, Number).reverse().reduce((before, digit, place) => before + ((place % 2 && (digit * 2) % 9) || digit), 0);
  return sum % 10 === 0 && CARD.test(digits);
};

/** How many characters of `text` are an IBAN; 0 when none. Words in capitals may follow it, so shorter pieces are tried too. */
export const ibanLength = (text: string): number => {
  if (text.length < 15) return 0;
  // Country, check digits, account: moved round and read with A = 10 … Z = 35, the number is 1 modulo 97.
  const rest = Array.from((text.slice(4) + text.slice(0, 4)).replace(/ /g, '')).reduce((before, sign) => Number(before + String(parseInt(sign, 36))) % 97, 0);
  return rest === 1 ? text.length : ibanLength(text.replace(/ ?\w*$/, ''));
};

/** An address of a person, not a file (`icon@2x.png`, `render@app.js`) nor the user of every Git server. */
export const isEmail = (text: string): boolean => !/^git@|\.(?:[cm]?[jt]sx?|svg|png|webp|jpe?g|gif|css)$/i.test(text);

/**
 * An IPv4 address that may be somebody's. Four numbers are often a version: after a product's name
 * (`Chrome/120.0.0.0`) or `version`, or with digits too small to tell (`1.2.3.4`, also 8.8.8.8).
 * Loopback and networks (`127.0.0.1`, `10.0.0.0`) are nobody's.
 */
export const isPersonalIpV4 = (address: string, { input, index }: RegExpExecArray): boolean =>
  !/[3-9]\d\d|2(?:[6-9]\d|5[6-9])|^255|\.0\d|^127\.|\.0\.0$|^0|^\d(?:\.\d){3}$/.test(address) &&
  !/((^|[\s(;"'])[a-z][\w.-]*\/|(build|version|release|\b(v|rev|ver))\W*|==|[~^])$/i.test(input.slice(Math.max(0, index - 40), index));
