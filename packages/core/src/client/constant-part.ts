import type { Event } from '../event/event';
import type { ClientOptions } from './client';
import { defaults } from './options';
import type { Runtime } from './runtime';

/** What every event of one client says: who built it, which release runs where. Text stays text: servers choke on numbers. */
export const constantPart = (options: ClientOptions, runtime: Runtime): Partial<Event> => {
  const { release, environment = defaults.environment, dist } = options;
  return {
    platform: runtime.platform,
    environment: String(environment),
    ...(release !== undefined && release !== '' && { release: String(release), ...(dist !== undefined && { dist: String(dist) }) }),
    // Servers fill in the visitor's address unless told not to.
    sdk: { ...runtime.sdk, settings: { infer_ip: 'never' } },
    ...runtime.constant(),
  };
};
