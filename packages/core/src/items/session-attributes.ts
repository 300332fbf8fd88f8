import type { Client } from '../client/client';

/** Which release ran where. */
export interface SessionAttributes {
  readonly release: string;
  readonly environment: string;
}

/** What all sessions of a client have in common; `undefined` without a release: servers count by it. */
export const sessionAttributes = (client: Client): SessionAttributes | undefined => {
  const { release, environment } = client.getOptions();
  return release === undefined ? undefined : { release, environment };
};
