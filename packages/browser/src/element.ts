/** Levels of a selector, the element itself included: enough to find it, short enough to read. */
const MAX_LEVELS = 5;

/** Attributes that are shown: developers write them, and what a visitor has typed stands in none of them. */
const SHOWN = ['type', 'name', 'role', 'data-testid'];

/** `button#save.primary[type="submit"]`. Never its text. */
const nameOf = (element: Element): string => {
  const attributes = SHOWN.flatMap((name) => (element.hasAttribute(name) ? `[${name}="${element.getAttribute(name)}"]` : []));
  // Not the property, behind which a form with a field called `id` has that field.
  const id = element.getAttribute('id');
  return [element.localName, id && `#${id}`, ...Array.from(element.classList, (name) => `.${name}`), ...attributes].join('');
};

/** The element and what it stands in, as a selector: `main > form#order > button.primary`. */
export const describeElement = (element: Element): string => {
  const names: string[] = [];
  for (let at: Element | null = element; at && names.length < MAX_LEVELS; at = at.parentElement) names.unshift(nameOf(at));
  return names.join(' > ');
};

/** A text for objects of the page that have no end: elements, other nodes, windows. */
export const describe = (value: object): string | undefined => {
  if (typeof Node === 'undefined' || !(value instanceof Node)) return value === globalThis ? '[Window]' : undefined;
  return value instanceof Element ? describeElement(value) : `[${value.nodeName}]`;
};
