/** The lower 16 bits as four digits. Padded so because small integers are written several times as fast. */
export const hex4 = (number: number): string => (0x10000 | (number & 0xffff)).toString(16).slice(1);
