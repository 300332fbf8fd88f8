/** Sizes above which the inbox answers 413, and how much of a text it keeps in its lists. */

const MIB = 1024 * 1024;

/** A whole request body, both as it arrives and decompressed, in bytes. Also what stops a decompression bomb. */
export const MAX_ENVELOPE_BYTES = 40 * MIB;

/** One item of type `event`, in bytes: what every compatible server takes, so that nothing passes here and fails there. */
export const MAX_EVENT_BYTES = MIB;

/** One item of any other type, in bytes: the cap that the protocol recommends for attachments. */
export const MAX_ITEM_BYTES = 20 * MIB;

/** Items in one envelope. */
export const MAX_ITEMS = 1_000;

/**
 * Different skipped item types that are counted by name. Names come from outside, so without a cap
 * a loop of made-up ones would fill the table; the rest is counted together.
 */
export const MAX_SKIPPED_TYPES = 100;

/** Characters kept of each text in a list. The whole of it stays in the stored event. */
export const textLimits = { title: 300, culprit: 200, release: 200, environment: 64, level: 64, itemType: 64 } as const;
