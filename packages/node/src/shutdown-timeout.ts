/** What a dying process has for its last words, milliseconds, where nothing usable is said. */
export const SHUTDOWN_TIMEOUT = 1000;
