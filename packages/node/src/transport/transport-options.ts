import type { Agent } from 'node:http';
import type { ClientOptions } from '@tocsin/core';

/** How requests leave the machine. */
export type NodeTransportOptions = NonNullable<ClientOptions['transportOptions']> & {
  /**
   * Address of an HTTP proxy, `http://user:password@host:port`. Default: `https_proxy`, `http_proxy` or
   * `all_proxy` of the environment (capitals do as well), unless `no_proxy` names the server (hosts, domains, networks as `10.0.0.0/8`,
   * `*`; each perhaps with a port).
   */
  readonly proxy?: string | undefined;
  /** Certificates to trust in place of the usual ones, as PEM. Default: those of Node, and of `NODE_EXTRA_CA_CERTS`. */
  readonly caCerts?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Go along with every request, for a gateway that asks for more. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * An agent of the app's own, of `node:http` or `node:https` as the DSN says; it is then the app's to
   * proxy and to trust. It cannot follow us to the end of a process: what is pending then waits in the spool.
   */
  readonly agent?: Agent | undefined;
};
