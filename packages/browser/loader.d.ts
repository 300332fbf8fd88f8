import type { BrowserOptions } from '@tocsin/browser';

declare global {
  /** Loads `tocsin.min.js` from `src`, unless it is not what `integrity` says, calls `Tocsin.init(options)`, and captures what has failed before. `loader.js` makes it. */
  function tocsinLoad(src: string, integrity?: string, options?: BrowserOptions): void;
}
