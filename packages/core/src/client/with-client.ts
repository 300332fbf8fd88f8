import { guard } from '../base/fences';
import type { Carrier } from './carrier';
import { findCarrier } from './carrier';
import type { Client, Part, PartHost } from './client';

/** Runs something with the active client; answers `fallback` where there is none. A bug of ours is reported, never thrown. */
export const withClient = <T>(fallback: T, run: (client: Client, carrier: Carrier) => T): T => {
  const carrier = findCarrier();
  const client = carrier?.client;
  return client ? guard(client.report, fallback, () => run(client, carrier)) : fallback;
};

/** {@link withClient}, and its instance of a part; also `fallback` where nothing can be sent. */
export const withPart = <P extends Part, T, U>(create: (host: PartHost) => P, fallback: T, use: (part: P, client: Client, carrier: Carrier) => U): T | U =>
  withClient<T | U>(fallback, (client, carrier) => {
    const part = client.part(create);
    return part ? use(part, client, carrier) : fallback;
  });

/**
 * What the platform, or a library, calls for a client: does nothing once the capture functions are bound to another, and
 * never throws, which would be the app's next uncaught error.
 */
export const whileBound =
  <Given extends readonly unknown[], Answer>(client: Client, work: (...given: Given) => Answer): ((...given: Given) => Answer | undefined) =>
  (...given) =>
    withClient<Answer | undefined>(undefined, (active) => (active === client ? work(...given) : undefined));
