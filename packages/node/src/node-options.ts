import type { ClientOptions } from '@tocsin/core';
import type { MakeTransport } from '@tocsin/core/platform';
import type { WaitUntil } from './integrations/wait-until';
import type { NodeTransportOptions } from './transport/transport-options';

/** Options of `init`. */
export interface NodeOptions extends Omit<ClientOptions, 'dsn' | 'transportOptions'> {
  /** Where events go: `https://<key>@<host>/<project>`. Default: `TOCSIN_DSN`, then `SENTRY_DSN`. Without one nothing is sent, and one line says so. */
  readonly dsn?: string | URL | undefined;
  /** Told on every event. Default: the host's name. */
  readonly serverName?: string | undefined;
  /** How requests leave the machine. Default: as the environment says. */
  readonly transportOptions?: NodeTransportOptions | undefined;
  /**
   * What carries envelopes, in place of requests to the DSN: `makeMultiplexedTransport` for several
   * destinations, or a function of the app's own. Default: `makeNodeTransport`.
   */
  readonly transport?: MakeTransport | undefined;
  /** Sends all to Spotlight as well, see `spotlightIntegration`: `true`, or its address. Without a DSN Spotlight is the server. Default: `TOCSIN_SPOTLIGHT`, else `false`. */
  readonly spotlight?: boolean | string | undefined;
  /** See `waitUntilIntegration`: called for each event, with a promise that settles when that is delivered. Default: what Vercel has for the request, where `VERCEL` is set. */
  readonly waitUntil?: WaitUntil | undefined;
  /** Whether errors come with the variables of the calls that led to them, see `localVariablesIntegration`. Default `false`: it costs, and variables may hold anything. */
  readonly includeLocalVariables?: boolean | undefined;
}
