/**
 * The look of the dialog. It stands in a constructed style sheet inside a shadow root: the page's styles
 * do not reach it, it does not reach the page, and no `style-src` of a content security policy is asked.
 * Lengths are in `em`, which begin with the size that the visitor reads; `rem` would be the page's.
 */
export const STYLES = `
:host { all: initial; }
* { box-sizing: border-box; }
dialog {
  width: min(30em, 100vw - 2em); max-height: calc(100dvh - 2em); overflow: auto;
  padding: 1.5em; border: 0; border-radius: .75em; color-scheme: light dark;
  font: 1em/1.5 system-ui, sans-serif; color: light-dark(#1c1b22, #f3f1f7); background: light-dark(#fff, #26242e);
  box-shadow: 0 1em 3em #0006;
}
dialog::backdrop { background: #0008; }
h2 { margin: 0 0 .5em; font-size: 1.25em; line-height: 1.3; }
p, label { display: block; margin: 0 0 .75em; }
label { font-size: .875em; font-weight: 600; }
input, textarea, button { font: inherit; color: inherit; border: 1px solid light-dark(#767487, #8d8a9c); border-radius: .4em; }
input, textarea {
  display: block; width: 100%; margin-top: .25em; padding: .5em;
  font-size: medium; font-weight: 400; background: light-dark(#fff, #1c1b22);
}
textarea { min-height: 6em; resize: vertical; }
[aria-invalid=true] { border-color: light-dark(#c0143c, #ff8fa3); }
.hash, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75em; }
.hash code { font: 1em/1.5 ui-monospace, monospace; user-select: all; }
button { padding: .5em 1em; font-size: .95em; font-weight: 600; cursor: pointer; background: none; }
.hash button { padding: .15em .75em; font-size: .8125em; }
[type=submit] { color: #fff; background: #5a2fc2; border-color: #5a2fc2; }
:focus-visible { outline: 3px solid light-dark(#5a2fc2, #b79cff); outline-offset: 2px; }
[role=status] { margin: .75em 0 0; }
[role=status]:empty { display: none; }
`;
