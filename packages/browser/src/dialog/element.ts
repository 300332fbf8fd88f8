/** Properties of a new element: attributes by their names, and listeners. */
export interface ElementParts {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: globalThis.Event) => void>>;
}

/** Makes an element with children; text becomes text, never markup, so that Trusted Types have nothing to ask. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, { attributes = {}, on = {} }: ElementParts = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) made.addEventListener(name, listener);
  made.append(...children);
  return made;
};
