import { STYLES } from './styles';

/** The name in the page's list of elements. */
const NAME = 'tocsin-report-dialog';

/**
 * The element that holds the dialog. It has no behaviour of its own, so that two copies of the package
 * can share its name. Registered when it is first needed: to import this file does nothing.
 */
export const createHost = (): { readonly host: HTMLElement; readonly root: ShadowRoot } => {
  if (!customElements.get(NAME)) customElements.define(NAME, class extends HTMLElement {});
  const host = document.createElement(NAME);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  return { host, root };
};
