import { html } from 'hono/html';
import type { Html } from './layout';
import { grouped } from './moments';

/** Units of the drawing, not of the screen: a bar is 4 wide and 1 apart from the next. */
const STEP = 5;
const BAR = 4;
const HEIGHT = 24;

/** Never lower than this, so that a single occurrence beside a flood can be seen. */
const LEAST = 2;

const bar = (count: number, index: number, most: number): Html => {
  const height = count === 0 ? 1 : Math.max(LEAST, Math.round((count / most) * HEIGHT));
  return html`<rect class="${count === 0 ? 'base' : 'bar'}" x="${index * STEP}" y="${HEIGHT - height}" width="${BAR}" height="${height}"/>`;
};

/** Hourly counts, oldest first, as small bars; in words for those who do not see them. */
export const sparkline = (counts: readonly number[], className = ''): Html => {
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const words = `${grouped(total)} in the last ${counts.length} hours, ${grouped(Math.max(0, ...counts))} in the busiest`;
  return html`<svg class="spark ${className}" viewBox="0 0 ${counts.length * STEP - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}"><title>${words}</title>${counts.map((count, index) => bar(count, index, most))}</svg>`;
};
