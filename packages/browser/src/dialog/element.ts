/** Of a new element: attributes by their names, and listeners by those of their events. */
type ElementParts = Readonly<Record<string, string | ((event: globalThis.Event) => void)>>;

/** Of HTML also where the page is none: an SVG, or other XML. */
export const HTML = 'http://www.w3.org/1999/xhtml';

/** Makes an element with children; text becomes text, never markup, so that Trusted Types have nothing to ask. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, parts: ElementParts, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[Tag] => {
  const made = document.createElementNS(HTML, tag) as HTMLElementTagNameMap[Tag]; // what it is called it is
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') made.setAttribute(name, part);
    else made.addEventListener(name, part);
  }
  made.append(...children);
  return made;
};
