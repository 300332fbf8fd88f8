/** Real servers of others that the built packages are tried with. */
export type { Bugsink } from './bugsink';
export { startBugsink } from './bugsink';
export type { BugsinkVenv } from './bugsink-venv';
export { installBugsink } from './bugsink-venv';
export type { Spotlight, SpotlightItem } from './spotlight';
export { startSpotlight } from './spotlight';
