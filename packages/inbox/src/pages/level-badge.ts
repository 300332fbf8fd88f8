import { html } from 'hono/html';
import type { Html } from './layout';

/** The level in its colour. Stored levels are always one of the five. */
export const levelBadge = (level: string): Html => html`<span class="level ${level}">${level}</span>`;
