import { escapeHtml } from '../base/escape-html';

/** The words of the page. Replace those that do not fit: your support's address, your users' language. Plain text, escaped by us. */
export interface ErrorPageTexts {
  /** Language of all of them. Default `en`. */
  readonly lang: string;
  /** Default: "Something went wrong", and for statuses below 500 their name. */
  readonly heading: string;
  /** What it means to whoever sees it. Default for statuses below 500: what the error says, when it may be told. */
  readonly explanation: string;
  /** Stands above the hash. Default "Error hash". */
  readonly hashLabel: string;
  /** One sentence on what to do with the hash. Default: to give it to whoever helps. */
  readonly help: string;
}

/** Words in place of those of the page; where there is none, the page's own stay. */
export type OwnErrorPageTexts = { readonly [Name in keyof ErrorPageTexts]?: ErrorPageTexts[Name] | undefined };

/** What a page shows. */
export interface ErrorPage {
  readonly texts: ErrorPageTexts;
  /** Shown only when there is one. */
  readonly errorHash?: string | undefined;
}

/** Colours by their use; contrast is 7:1 for text and 4.5:1 for what is quiet, in both schemes. */
const STYLE = `
:root { color-scheme: light dark; --page: #f7f7f5; --card: #fff; --text: #23262b; --quiet: #5b626c; --line: #e1e2df; --mark: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #17191c; --card: #1f2226; --text: #e3e5e8; --quiet: #a3aab4; --line: #34383e; --mark: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 37rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h1::before { content: ""; display: block; width: 2.5rem; height: .25rem; border-radius: .125rem; background: var(--mark); margin-bottom: 1.25rem; }
p { margin: 0; overflow-wrap: anywhere; }
section { margin-top: 1.75rem; padding: 1.25rem 1.4rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
h2 { font-size: .85rem; font-weight: 600; margin: 0; color: var(--quiet); }
.hash { margin: .25rem 0 .75rem; font: 600 clamp(1.15rem, 4.6vw, 1.6rem)/1.35 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: normal; user-select: all; -webkit-user-select: all; }
.help { color: var(--quiet); }
`;

/** `translate="no"`: a browser that translates the page must not touch the words of the hash. */
const hashSection = (hash: string, { hashLabel, help }: ErrorPageTexts): string => `<section aria-labelledby="hash-label">
<h2 id="hash-label">${escapeHtml(hashLabel)}</h2>
<p class="hash" translate="no">${escapeHtml(hash)}</p>
<p class="help">${escapeHtml(help)}</p>
</section>
`;

/** The page as text: it needs nothing else, no script, no image, no other request. */
export const errorPageHtml = ({ texts, errorHash }: ErrorPage): string => `<!doctype html>
<html lang="${escapeHtml(texts.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(texts.heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(texts.heading)}</h1>
<p>${escapeHtml(texts.explanation)}</p>
${errorHash === undefined ? '' : hashSection(errorHash, texts)}</main>
</body>
</html>
`;
