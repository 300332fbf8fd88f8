import type { Undo } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';

/** Events that can be heard at the global object of a page or a worker. Two of them happen at the document, and pass the window before or after that. */
type PageEvents = WindowEventMap & Pick<DocumentEventMap, 'visibilitychange'> & { readonly prerenderingchange: Event & { readonly persisted?: undefined } };

/** Hears events of the page, as one listener among others. `isFirst`: before those of the page's elements. For what the listener must not do, see `whileBound` of the core. */
export const listen = <Type extends keyof PageEvents>(types: readonly Type[], hear: (event: PageEvents[Type]) => void, isFirst?: boolean): Undo => {
  types.forEach((type) => addEventListener(type, hear as EventListener, isFirst)); // of these types come these events
  return () => types.forEach((type) => removeEventListener(type, hear as EventListener, isFirst));
};

/**
 * Begins several things, and answers with one undo for all. One whose option (of the same name) is `false` is not begun;
 * one that throws, because the page lacks what it needs, is left out.
 */
export const together = (parts: Readonly<Record<string, () => Undo>> | readonly (() => Undo)[], options?: object | null): Undo => {
  const wanted = copyBag(options);
  const undos = Object.entries(parts).map(([name, begin]) => (wanted[name] ?? true) && attemptOr(undefined, begin));
  return () => undos.forEach((undo) => undo && undo());
};
