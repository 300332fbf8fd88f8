import { html } from 'hono/html';
import { readFeedback, type Feedback } from '../event/feedback';
import { plainText } from '../event/plain-text';
import type { StoredItem } from '../store/read-events';
import { valueText } from './facts';
import type { Html } from './layout';
import { momentExact } from './moments';

const sayer = ({ name, email }: Feedback): string => plainText([name ?? 'Somebody', email === undefined ? '' : `(${email})`].join(' ').trim());

const entry = (feedback: Feedback, receivedAt: number): Html =>
  html`<p class="value">${valueText(feedback.message)}</p><p class="quiet"><bdi>${sayer(feedback)}</bdi>, ${momentExact(feedback.at ?? receivedAt)}${feedback.url === undefined ? '' : `, at ${plainText(feedback.url)}`}</p>`;

/** What is said in an item, if anything. */
export const feedbackIn = ({ said }: StoredItem): Feedback | undefined => (said === undefined ? undefined : readFeedback(said));

/** What people say of an event; nothing when nobody does. */
export const feedbackList = (items: readonly StoredItem[]): Html | '' => {
  const entries = items.flatMap((item) => {
    const feedback = feedbackIn(item);
    return feedback ? [entry(feedback, item.receivedAt)] : [];
  });
  return entries.length === 0 ? '' : html`<h2>What people say</h2><div class="card">${entries}</div>`;
};
