import type { Undo } from '@tocsin/core';
import { attemptOr, copyBag } from '@tocsin/core/platform';

/** What a page, or a worker, is told of. Whether it is visible the document is told, which the window hears after it, or before it. */
type PageEvents = WindowEventMap & Pick<DocumentEventMap, 'visibilitychange'> & { readonly prerenderingchange: Event & { readonly persisted?: undefined } };

/** Hears events of the page, as one listener among others. `isFirst`: before those of the page's elements. For what the listener must not do, see `whileBound` of the core. */
export const listen = <Type extends keyof PageEvents>(types: readonly Type[], hear: (event: PageEvents[Type]) => void, isFirst?: boolean): Undo => {
  types.forEach((type) => addEventListener(type, hear as EventListener, isFirst)); // of these types come these events
  return () => types.forEach((type) => removeEventListener(type, hear as EventListener, isFirst));
};

/**
 * Begins several things, and answers with one undo. What the options name and do not want is not begun; what the page
 * lacks, or does not give, is left out.
 */
export const together = (parts: Readonly<Record<string, () => Undo>> | readonly (() => Undo)[], options?: object | null): Undo => {
  const wanted = copyBag(options);
  const undos = Object.entries(parts).map(([name, begin]) => (wanted[name] ?? true) && attemptOr(undefined, begin));
  return () => undos.forEach((undo) => undo && undo());
};
