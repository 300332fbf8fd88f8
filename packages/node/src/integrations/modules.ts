import type { Integration } from '@tocsin/core';
import { attemptOr } from '@tocsin/core/platform';
import { loadedFiles } from '../built-in';
import { loadedModules } from '../context/loaded-modules';

/** After so long it is seen whether more was loaded, milliseconds. */
const LOOK_AGAIN = 60_000;

/**
 * The names and versions of the packages that the app uses, with every event. They are read at the first event, which
 * takes as long as reading the manifest of each; so it is not there by itself.
 */
export const modulesIntegration = (): Integration => {
  let modules: Readonly<Record<string, string>> = {};
  let count = -1;
  let lookAt = 0;

  const look = (): void => {
    lookAt = performance.now() + LOOK_AGAIN;
    const files = loadedFiles();
    if (files.length === count) return;
    count = files.length;
    modules = loadedModules({ files, folder: process.cwd() });
  };

  return {
    name: 'Modules',
    processEvent(event) {
      // A working folder may be gone.
      if (performance.now() >= lookAt) attemptOr(undefined, look);
      return { ...event, modules: { ...modules, ...event.modules } };
    },
  };
};
