/**
 * Rude or unfortunate in English and other major European languages, and names that alarm (`virus`).
 * First pieces that no word may hold, then beginnings; a beginning of five letters is a whole word.
 * The published list is `denylist` in test/vectors/error-hash.json; rude-words.test.ts compares the
 * two over all words. Bytes count: this ships to browsers.
 */
const rude =
  /anal|anus|huj|isis|pis|tit|^(?:buzi|dupa|hamas|homo|hora|hura|jap|jihad|jiz|jod[ao]|jopa|lul|mamad|mamon|moro|nazi|paja|pid[ao]|pija|pina|pinis|pubis|pula|put[aio]|salop|satan|sida|sodo|tumor|vajin|virus|vitun|vomit|zalup)/;

/** Whether a word of an error hash must not be shown. Asked when a hash is made, never when one is read. */
export const isRude = (word: string): boolean => rude.test(word);
