import type { Event } from '../event/event';
import type { UsableOptions } from './client';
import type { Runtime } from './runtime';

/** What every event of one client says: who built it, which release runs where. */
export const constantPart = ({ release, environment, dist }: UsableOptions, { platform, sdk, constant }: Runtime): Partial<Event> => ({
  platform,
  environment,
  release,
  // Servers know builds only of a release.
  dist: release && dist,
  // Servers fill in the visitor's address unless told not to.
  sdk: { ...sdk, settings: { infer_ip: 'never' } },
  ...constant(),
});
