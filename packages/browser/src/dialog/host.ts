import { HTML } from './element';
import { STYLES } from './styles';

/** The name in the page's list of elements. */
const NAME = 'tocsin-report-dialog';

/**
 * The element that holds the dialog. It has no behaviour of its own, so that two copies of the package
 * can share its name. Registered when it is first needed: to import this file does nothing.
 */
export const createHost = (): { readonly host: HTMLElement; readonly root: ShadowRoot } => {
  if (!customElements.get(NAME)) customElements.define(NAME, class extends HTMLElement {});
  const host = document.createElementNS(HTML, NAME);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  return { host, root };
};

/** Puts it into the page, where that shows elements of HTML: its root, if it has no body, and in an SVG what holds them. Answers with what takes it away. */
export const place = (host: HTMLElement): (() => void) => {
  const { body, documentElement: root } = document;
  if (!(root instanceof SVGElement)) {
    (body instanceof HTMLBodyElement ? body : root).append(host);
    return () => host.remove();
  }
  const holder = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
  holder.append(host);
  root.append(holder);
  return () => holder.remove();
};

/**
 * Leaves the visitor the dialog that is open, of whichever copy of the package, with what is written in it and the error that it is about, and
 * answers that there is one; `onClose` is called with it. One in which nothing is left to be written makes room.
 */
export const joinOpen = (onClose: () => void): boolean => {
  const host = document.querySelector(NAME);
  const dialog = host?.shadowRoot?.querySelector('dialog');
  const isInUse = dialog?.open === true && dialog.querySelector('form') !== null;
  if (isInUse) {
    dialog.addEventListener('close', onClose);
  } else {
    dialog?.close();
    host?.remove();
  }
  return isInUse;
};
