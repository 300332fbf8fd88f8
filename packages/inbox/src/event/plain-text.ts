// Colours and cursor moves that terminals understand and people do not; then the other control
// characters, but for tab and line feed.
const ANSI = /\u001b\[[\d;?]*[ -/]*[@-~]/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text for people: without terminal escapes and control characters. */
export const plainText = (text: string): string => text.replace(ANSI, '').replace(CONTROL, '');

/** The first line that says something, cut to `limit` characters with an ellipsis. Empty when none does. */
export const firstLine = (text: string, limit: number): string => {
  const line = plainText(text).split('\n').map((part) => part.trim()).find((part) => part !== '') ?? '';
  // By code points, so that no emoji is cut in half.
  const points = Array.from(line.slice(0, limit * 2 + 2));
  return points.length > limit ? `${points.slice(0, limit - 1).join('')}…` : points.join('');
};
