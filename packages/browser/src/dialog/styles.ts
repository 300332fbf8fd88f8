/**
 * The look of the dialog. It stands in a constructed style sheet inside a shadow root: the page's styles
 * do not reach it, it does not reach the page, and no `style-src` of a content security policy is asked.
 */
export const STYLES = `
:host { all: initial; }
* { box-sizing: border-box; }
dialog {
  width: min(30rem, 100vw - 2rem); max-height: calc(100dvh - 2rem); overflow: auto;
  padding: 1.5rem; border: 0; border-radius: .75rem; color-scheme: light dark;
  font: 1rem/1.5 system-ui, sans-serif; color: light-dark(#1c1b22, #f3f1f7); background: light-dark(#fff, #26242e);
  box-shadow: 0 1rem 3rem #0006;
}
dialog::backdrop { background: #0008; }
h2 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0 0 .75rem; }
label { display: block; margin-bottom: .75rem; font-size: .875rem; font-weight: 600; }
input, textarea, button { font: inherit; color: inherit; border: 1px solid light-dark(#767487, #8d8a9c); border-radius: .375rem; }
input, textarea {
  display: block; width: 100%; margin-top: .25rem; padding: .5rem .625rem;
  font-size: 1rem; font-weight: 400; background: light-dark(#fff, #1c1b22);
}
textarea { min-height: 6rem; resize: vertical; }
[aria-invalid=true] { border-color: light-dark(#c0143c, #ff8fa3); }
.hash, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; }
.hash code { font: 1rem/1.5 ui-monospace, monospace; user-select: all; overflow-wrap: anywhere; }
button { padding: .5rem 1rem; font-size: .9375rem; font-weight: 600; cursor: pointer; background: none; }
.hash button { padding: .125rem .625rem; font-size: .8125rem; }
[type=submit] { color: #fff; background: #5a2fc2; border-color: #5a2fc2; }
:focus-visible { outline: 3px solid light-dark(#5a2fc2, #b79cff); outline-offset: 2px; }
[role=status] { margin: .75rem 0 0; }
[role=status]:empty { display: none; }
`;
