import type { Client } from '../client/client';
import { defaults } from '../client/options';

/** Which release ran where. */
export interface SessionAttributes {
  readonly release: string;
  readonly environment: string;
}

/** What all sessions of a client have in common; `undefined` without a release: servers count by it. */
export const sessionAttributes = (client: Client): SessionAttributes | undefined => {
  const { release, environment = defaults.environment } = client.getOptions();
  return release === undefined || release === '' ? undefined : { release, environment };
};
