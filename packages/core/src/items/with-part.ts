import { guard } from '../base/fences';
import type { Carrier } from '../client/carrier';
import { findCarrier } from '../client/carrier';
import type { Client, Part, PartHost } from '../client/client';

/** Where something is captured. */
export interface Place {
  readonly carrier: Carrier;
  readonly client: Client;
}

/**
 * Runs `use` with the active client's instance of a part; answers `fallback` where nothing can be
 * sent. A bug of ours is reported, never thrown.
 */
export const withPart = <P extends Part, T, U>(create: (host: PartHost) => P, fallback: T, use: (part: P, place: Place) => U): T | U => {
  const carrier = findCarrier();
  const client = carrier?.client;
  if (!carrier || !client) return fallback;
  return guard<T | U>(client.report, fallback, () => {
    const part = client.part(create);
    return part ? use(part, { carrier, client }) : fallback;
  });
};
