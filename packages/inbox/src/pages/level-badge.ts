import { html } from 'hono/html';
import { levelOf } from '../event/level';
import type { Html } from './layout';

/** The level in its colour. A word that is none of the five counts as an error and stands beside, so that a slip is seen. */
export const levelBadge = (sent: string): Html => {
  const level = levelOf(sent);
  return html`<span class="level ${level}">${level}</span>${level === sent ? '' : html` <span class="quiet">sent as “${sent}”</span>`}`;
};
