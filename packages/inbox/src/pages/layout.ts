import { html, raw } from 'hono/html';
import { styles } from './styles';

/** A piece of a page. Only `html` makes one, and it escapes every text that is put in. */
export type Html = ReturnType<typeof html>;

/** What goes into the frame that all pages share. */
export interface Page {
  /** For the tab; plain text. */
  readonly title: string;
  readonly body: Html;
  /** What stands in the look-up box. */
  readonly lookedFor?: string;
}

const BELL = 'M8 1a1 1 0 0 1 1 1v.4A4.5 4.5 0 0 1 12.5 7c0 3 .8 4 1.5 4.7V13H2v-1.3C2.7 11 3.5 10 3.5 7A4.5 4.5 0 0 1 7 2.4V2a1 1 0 0 1 1-1Zm2 13a2 2 0 0 1-4 0Z';

const bell = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path fill="currentColor" d="${BELL}"/></svg>`;

const lookupForm = (text: string) => html`<form class="lookup" role="search" action="/lookup">
  <label for="hash">Error hash</label>
  <input id="hash" name="hash" required autocomplete="off" spellcheck="false" placeholder="mitup-solan-tubat-dovir or an event id" value="${text}">
  <button>Look up</button>
</form>`;

/** The whole document. */
export const layout = ({ title, body, lookedFor = '' }: Page): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tocsin inbox</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${raw(styles)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top"><div><a class="brand" href="/">${bell}Tocsin inbox</a>${lookupForm(lookedFor)}</div></header>
<main id="main">${body}</main>
</body>
</html>`;

/** The icon of the tab. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#b3261e" d="${BELL}"/></svg>`;
