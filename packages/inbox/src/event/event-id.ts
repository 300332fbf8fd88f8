const HEX = /^[\da-f]{32}$/;
const DASHED = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const NIL = '0'.repeat(32);

/** An event id as we keep it (32 lower-case hex digits), from either way of writing a UUID. All zeros is none. */
export const normaliseEventId = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (!HEX.test(text) && !DASHED.test(text)) return undefined;
  const id = text.replaceAll('-', '');
  return id === NIL ? undefined : id;
};
